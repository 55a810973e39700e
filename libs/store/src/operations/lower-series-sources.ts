import type { SeriesRow } from "@binnacle/ingest";
import type { Connection } from "./connection.js";
import { jsonRows } from "./json-rows.js";
import { READING_COLUMNS } from "./reading-rows.js";

// Locked in key order first, like everything that several sinks may write.
const SQL = `
WITH higher AS MATERIALIZED (
  SELECT s.resource_id, s.type, s.collected_on, s.digest, i.s AS source
  FROM jsonb_to_recordset($1::jsonb) AS i (${READING_COLUMNS})
  JOIN series s ON s.resource_id = i.r AND s.type = i.t AND s.collected_on = i.c AND s.digest = decode(i.d, 'hex')
  WHERE i.s < s.source
  ORDER BY s.resource_id, s.type, s.collected_on, s.digest
  FOR NO KEY UPDATE OF s
)
UPDATE series s SET source = h.source
FROM higher h
WHERE s.resource_id = h.resource_id AND s.type = h.type AND s.collected_on = h.collected_on AND s.digest = h.digest
  AND h.source < s.source`;

/** Of several sources that published the same series reading, the least by UTF-8 bytes is shown. */
export async function lowerSeriesSources(connection: Connection, rows: readonly SeriesRow[]): Promise<void> {
  await connection.query(SQL, [
    jsonRows(
      rows,
      ({ resourceId, type, collectedOn, source, digest }) =>
        `{"r":"${resourceId}","t":"${type}","c":"${collectedOn}","s":"${source}","d":"${digest}"}`,
    ),
  ]);
}
