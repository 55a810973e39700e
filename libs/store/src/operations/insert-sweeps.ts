import type { SweepRow } from "@binnacle/ingest";
import type { Connection, Statement } from "./connection.js";

const INSERT: Statement = {
  name: "sink.insert-sweep",
  text: `
INSERT INTO sweep (source, resource_type, parent_id, started_on, count, received_on)
VALUES ($1, $2, $3, $4, $5, now())
ON CONFLICT DO NOTHING`,
};

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
