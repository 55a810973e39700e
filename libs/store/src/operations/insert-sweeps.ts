import type { SweepRow } from "@binnacle/ingest";
import type { Connection, Statement } from "./connection.js";

const INSERT: Statement = {
  name: "sink.insert-sweep",
  text: `
INSERT INTO sweep (source, resource_type, parent_id, started_on, count, received_on)
VALUES ($1, $2, $3, $4, $5, now())
ON CONFLICT DO NOTHING`,
};

const STORED: Statement = {
  name: "preview.find-sweep",
  text: `
SELECT FROM sweep
WHERE source = $1 AND resource_type = $2 AND parent_id IS NOT DISTINCT FROM $3::uuid AND started_on = $4
  AND count IS NOT DISTINCT FROM $5::bigint`,
};

/** Those that keeping them would add. */
export async function findNewSweeps(connection: Connection, rows: readonly SweepRow[]): Promise<Set<SweepRow>> {
  const found = new Set(rows);
  for (const row of rows) {
    const { source, resourceType, parentId, startedOn, count } = row;
    const values = [source, resourceType, parentId, startedOn, count];
    if ((await connection.query({ ...STORED, values })).rowCount === 1) found.delete(row);
  }
  return found;
}

/** Keeps sweeps for the housekeeper and returns those that were new. One statement each: a run of a collector ends in one or two. */
export async function insertSweeps(connection: Connection, rows: readonly SweepRow[]): Promise<Set<SweepRow>> {
  const inserted = new Set<SweepRow>();
  for (const row of rows) {
    const { source, resourceType, parentId, startedOn, count } = row;
    const { rowCount } = await connection.query({
      ...INSERT,
      values: [source, resourceType, parentId, startedOn, count],
    });
    if (rowCount === 1) inserted.add(row);
  }
  return inserted;
}
