import type { SnapshotRow } from "@binnacle/ingest";
import type { Connection } from "./connection.js";
import { jsonRows } from "./json-rows.js";
import { printReading, READING_COLUMNS } from "./reading-rows.js";

const SQL = `
UPDATE snapshot s
SET collected_on = i.c, source = i.s, digest = decode(i.d, 'hex'), value = coalesce(i.v, 'null')
FROM jsonb_to_recordset($1::jsonb) AS i (${READING_COLUMNS})
WHERE s.resource_id = i.r AND s.type = i.t`;

/** Gives locked snapshots a new value. */
export async function replaceSnapshots(connection: Connection, rows: readonly SnapshotRow[]): Promise<void> {
  await connection.query(SQL, [jsonRows(rows, printReading)]);
}
