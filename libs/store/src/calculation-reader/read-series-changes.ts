import type { SeriesChangesOptions } from "@binnacle/calculation";
import { SERIES_COLUMNS } from "../reads/columns.js";
import type { Database } from "../reads/database.js";
import { endingAtBytes, type ValueRow } from "./within-bytes.js";

// The primary key holds all that finds the changes, the digest too: values are read of those rows alone, each by its whole key.
const STATEMENT = {
  name: "calculation-series-changes",
  text: endingAtBytes(
    `
SELECT value.*
FROM (
  SELECT *
  FROM (
    SELECT
      s.resource_id, s.type, s.collected_on, s.digest,
      lag(s.digest) OVER (PARTITION BY s.resource_id ORDER BY s.collected_on, s.digest) AS before
    FROM reading_series s
    WHERE s.resource_id = ANY($1::uuid[]) AND s.type = $2
      AND s.collected_on >= $3::timestamptz AND s.collected_on < $4::timestamptz
  ) told
  WHERE digest IS DISTINCT FROM before
  ORDER BY collected_on, resource_id, digest
  LIMIT $5
) change
CROSS JOIN LATERAL (
  SELECT ${SERIES_COLUMNS}
  FROM reading_series s
  WHERE s.resource_id = change.resource_id AND s.type = change.type
    AND s.collected_on = change.collected_on AND s.digest = change.digest
  LIMIT 1
) value
ORDER BY "collectedOn", "resourceId", digest`,
    '"collectedOn", "resourceId", digest',
  ),
};

/** Series of many Resources without repetitions, all together by time. */
export function readSeriesChanges(
  database: Database,
  ids: readonly string[],
  { readingType, from, to, limit }: SeriesChangesOptions & { limit: number },
): Promise<ValueRow[]> {
  return database.query(STATEMENT, [[...new Set(ids)], readingType, from, to, limit]);
}
