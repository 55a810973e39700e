import type { NewestOptions } from "@binnacle/calculation";
import { MIN_TIMESTAMP } from "@binnacle/contract";
import { SERIES_COLUMNS } from "../reads/columns.js";
import type { Database } from "../reads/database.js";
import { endingAtBytes, type ValueRow } from "./within-bytes.js";

const ORDER = `"collectedOn" DESC, "resourceId" DESC, type DESC, digest DESC`;

// Each series by its index and no further than the limit of its group; printed is what is left of the group. A Resource may be in
// several groups.
const STATEMENT = {
  name: "calculation-newest",
  text: endingAtBytes(
    `
SELECT DISTINCT ${SERIES_COLUMNS}
FROM (
  SELECT each_series.*, rank() OVER (PARTITION BY wanted.number ORDER BY each_series.collected_on DESC) AS place
  FROM unnest($1::uuid[], $2::int[]) AS wanted (resource_id, number)
  CROSS JOIN unnest($3::text[]) AS kind (type)
  CROSS JOIN LATERAL (
    SELECT s.resource_id, s.type, s.collected_on, s.source, s.digest, s.value
    FROM reading_series s
    WHERE s.resource_id = wanted.resource_id AND s.type = kind.type AND s.collected_on >= $4::timestamptz
    ORDER BY s.collected_on DESC, s.digest DESC
    LIMIT $5
  ) each_series
) s
WHERE place <= $5
ORDER BY ${ORDER}
LIMIT $6`,
    ORDER,
  ),
};

/** The newest of the series of each group of Resources, all together by time. */
export function readNewest(
  database: Database,
  groups: readonly (readonly string[])[],
  { readingTypes, from = MIN_TIMESTAMP, limitEach, limit }: NewestOptions & { limit: number },
): Promise<ValueRow[]> {
  const wanted = groups.flatMap((ids, number) => [...new Set(ids)].map((id) => ({ id, number })));
  return database.query(STATEMENT, [
    wanted.map(({ id }) => id),
    wanted.map(({ number }) => number),
    [...new Set(readingTypes)],
    from,
    limitEach,
    limit,
  ]);
}
