import type { AggregateOptions, SeriesBucket } from "@binnacle/calculation";
import { timestampText } from "../reads/columns.js";
import type { Database } from "../reads/database.js";

// A number that no double can hold would end the statement, so it is skipped like what is no number. `#>` takes a text for a key
// and for a position alike.
const STATEMENT = {
  name: "calculation-aggregate-series",
  text: `
SELECT
  "resourceId", ${timestampText("span")} AS "from",
  count(number)::float8 AS count, count(*) FILTER (WHERE number IS NULL)::float8 AS skipped,
  min(number) AS min, max(number) AS max, avg(number) AS mean,
  coalesce(percentile_cont($7::float8[]) WITHIN GROUP (ORDER BY number), array_fill(NULL::float8, ARRAY[cardinality($7::float8[])]))
    AS percentiles
FROM (
  SELECT
    CASE WHEN $8 THEN s.resource_id END AS "resourceId",
    date_bin(make_interval(secs => $6::float8 / 1e6), s.collected_on, $4::timestamptz) AS span,
    CASE WHEN abs(n.exact) <= 1e308::numeric THEN n.exact::float8 END AS number
  FROM reading_series s
  CROSS JOIN LATERAL (SELECT s.value #> $3::text[] AS at) v
  CROSS JOIN LATERAL (SELECT CASE WHEN jsonb_typeof(v.at) = 'number' THEN v.at::text::numeric END AS exact) n
  WHERE s.resource_id = ANY($1::uuid[]) AND s.type = $2
    AND s.collected_on >= $4::timestamptz AND s.collected_on < $5::timestamptz
) numbers
GROUP BY "resourceId", span
ORDER BY "resourceId", span
LIMIT $9`,
};

/** Numbers of series of one type, per span of time. */
export function aggregateSeries(
  database: Database,
  ids: readonly string[],
  options: AggregateOptions & { limit: number },
): Promise<SeriesBucket[]> {
  const { readingType, path, from, to, spanMicros, percentiles = [], byResource = false, limit } = options;
  const fractions = percentiles.map((percentile) => percentile / 100);
  return database.query(STATEMENT, [ids, readingType, path, from, to, spanMicros, fractions, byResource, limit]);
}
