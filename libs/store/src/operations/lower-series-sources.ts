import type { SeriesRow } from "@binnacle/ingest";
import type { Connection, Statement } from "./connection.js";
import { READING_ARRAYS, readingArrays } from "./reading-rows.js";

// Locked in key order first, like everything that several sinks may write.
const LOWER: Statement = {
  name: "sink.lower-series-sources",
  text: `
WITH higher AS MATERIALIZED (
  SELECT s.resource_id, s.type, s.collected_on, s.digest, i.s AS source
  FROM unnest(${READING_ARRAYS}) AS i (r, t, c, d, s)
  JOIN series s ON s.resource_id = i.r AND s.type = i.t AND s.collected_on = i.c AND s.digest = i.d
  WHERE i.s < s.source
  ORDER BY s.resource_id, s.type, s.collected_on, s.digest
  FOR NO KEY UPDATE OF s
)
UPDATE series s SET source = h.source
FROM higher h
WHERE s.resource_id = h.resource_id AND s.type = h.type AND s.collected_on = h.collected_on AND s.digest = h.digest
  AND h.source < s.source`,
};

/** Of several sources that published the same series reading, the least by UTF-8 bytes is shown. */
export async function lowerSeriesSources(connection: Connection, rows: readonly SeriesRow[]): Promise<void> {
  await connection.query({ ...LOWER, values: readingArrays(rows) });
}
