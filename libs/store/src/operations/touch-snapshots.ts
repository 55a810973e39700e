import type { SnapshotTouch } from "@binnacle/ingest";
import type { Connection } from "./connection.js";
import { jsonRows } from "./json-rows.js";
import { printTouch } from "./reading-rows.js";

const SQL = `
UPDATE snapshot s SET collected_on = i.c, source = i.s
FROM jsonb_to_recordset($1::jsonb) AS i (r uuid, t text, c timestamptz, s text)
WHERE s.resource_id = i.r AND s.type = i.t`;

/** Moves time and source of locked snapshots whose value stays as it is. */
export async function touchSnapshots(connection: Connection, touches: readonly SnapshotTouch[]): Promise<void> {
  await connection.query(SQL, [jsonRows(touches, printTouch)]);
}
