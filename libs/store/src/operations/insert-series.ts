import type { SeriesRow } from "@binnacle/ingest";
import type { Connection, Statement } from "./connection.js";
import { READING_ARRAYS, readingArrays, valueArray } from "./reading-rows.js";

const INSERT: Statement = {
  name: "sink.insert-series",
  text: `
INSERT INTO series (resource_id, type, collected_on, digest, source, value)
SELECT * FROM unnest(${READING_ARRAYS}, $6::jsonb[])
ON CONFLICT DO NOTHING`,
};

// Cheaper than RETURNING: mostly all rows are new, or none is.
const OWN: Statement = {
  name: "sink.list-own-series",
  text: `
SELECT (i.n - 1)::integer AS index
FROM unnest(${READING_ARRAYS}) WITH ORDINALITY AS i (r, t, c, d, s, n)
JOIN series s ON s.resource_id = i.r AND s.type = i.t AND s.collected_on = i.c AND s.digest = i.d
WHERE s.xmin = pg_current_xact_id()::xid`,
};

const STORED: Statement = {
  name: "preview.list-stored-series",
  text: `
SELECT (i.n - 1)::integer AS index
FROM unnest(${READING_ARRAYS}) WITH ORDINALITY AS i (r, t, c, d, s, n)
JOIN series s ON s.resource_id = i.r AND s.type = i.t AND s.collected_on = i.c AND s.digest = i.d`,
};

/** Those that appending would add. */
export async function findNewSeries(connection: Connection, rows: readonly SeriesRow[]): Promise<Set<SeriesRow>> {
  const found = new Set(rows);
  if (rows.length === 0) return found;
  const { rows: stored } = await connection.query<{ index: number }>({ ...STORED, values: readingArrays(rows) });
  for (const { index } of stored) found.delete(rows[index]!);
  return found;
}

/** Appends to the series and returns the rows that were new. Rows in key order. */
export async function insertSeries(connection: Connection, rows: readonly SeriesRow[]): Promise<Set<SeriesRow>> {
  const keys = readingArrays(rows);
  const { rowCount } = await connection.query({ ...INSERT, values: [...keys, valueArray(rows)] });
  if (rowCount === rows.length) return new Set(rows);
  if (rowCount === 0) return new Set();
  const { rows: own } = await connection.query<{ index: number }>({ ...OWN, values: keys });
  return new Set(own.map(({ index }) => rows[index]!));
}
