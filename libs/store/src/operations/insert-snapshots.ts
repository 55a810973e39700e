import type { SnapshotRow } from "@binnacle/ingest";
import { CollisionError } from "./collision-error.js";
import type { Connection } from "./connection.js";
import { jsonRows } from "./json-rows.js";
import { printReading, READING_COLUMNS } from "./reading-rows.js";

// DO NOTHING never waits for the row lock of a stored snapshot, only for another insertion: that keeps the lock order total.
const SQL = `
INSERT INTO snapshot (resource_id, type, collected_on, source, digest, value)
SELECT r, t, c, s, decode(d, 'hex'), coalesce(v, 'null')
FROM jsonb_to_recordset($1::jsonb) AS i (${READING_COLUMNS})
ON CONFLICT DO NOTHING`;

/**
 * Adds snapshots that were not stored when the batch read. Rows in key order.
 *
 * @throws CollisionError if somebody else has added one since
 */
export async function insertSnapshots(connection: Connection, rows: readonly SnapshotRow[]): Promise<void> {
  const { rowCount } = await connection.query(SQL, [jsonRows(rows, printReading)]);
  if (rowCount !== rows.length) throw new CollisionError("another writer added a snapshot of the batch first");
}
