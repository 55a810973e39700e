import type { SnapshotRow } from "@binnacle/ingest";
import { CollisionError } from "./collision-error.js";
import type { Connection, Statement } from "./connection.js";
import { READING_ARRAYS, readingArrays, valueArray } from "./reading-rows.js";

// DO NOTHING waits for nobody who has only locked a row: see decision 14.
const INSERT: Statement = {
  name: "sink.insert-snapshots",
  text: `
INSERT INTO snapshot (resource_id, type, collected_on, digest, source, value)
SELECT * FROM unnest(${READING_ARRAYS}, $6::jsonb[])
ON CONFLICT DO NOTHING`,
};

/**
 * Adds snapshots that were not stored when the batch read. Rows in key order.
 *
 * @throws CollisionError if somebody else has added one since
 */
export async function insertSnapshots(connection: Connection, rows: readonly SnapshotRow[]): Promise<void> {
  const { rowCount } = await connection.query({ ...INSERT, values: [...readingArrays(rows), valueArray(rows)] });
  if (rowCount !== rows.length) throw new CollisionError("another writer added a snapshot of the batch first");
}
