import { MAX_ITEMS, type SeriesOptions } from "@binnacle/calculation";
import { MIN_TIMESTAMP } from "@binnacle/contract";
import { SERIES_COLUMNS } from "../reads/columns.js";
import type { Database } from "../reads/database.js";
import { endingAtBytes, type ValueRow } from "./within-bytes.js";

/** Each series by its index, then all together: no series is read further than its own limit. */
function statement(direction: "ASC" | "DESC") {
  const order = (time: string) =>
    `${time} ${direction}, "resourceId" ${direction}, type ${direction}, digest ${direction}`;
  return {
    name: `calculation-series-${direction.toLowerCase()}`,
    text: endingAtBytes(
      `
SELECT each_series.*
FROM unnest($1::uuid[]) AS wanted (resource_id)
CROSS JOIN unnest($2::text[]) AS kind (type)
CROSS JOIN LATERAL (
  SELECT ${SERIES_COLUMNS}
  FROM reading_series s
  WHERE s.resource_id = wanted.resource_id AND s.type = kind.type
    AND s.collected_on >= $3::timestamptz AND s.collected_on < $4::timestamptz
  ORDER BY s.collected_on ${direction}, s.digest ${direction}
  LIMIT $5
) each_series
ORDER BY ${order('"collectedOn"')}
LIMIT $6`,
      order('"collectedOn"'),
    ),
  };
}

const STATEMENTS = { asc: statement("ASC"), desc: statement("DESC") };

/** The series of many Resources, all together by time. */
export function readSeries(
  database: Database,
  ids: readonly string[],
  options: SeriesOptions & { limit: number },
): Promise<ValueRow[]> {
  const { readingTypes, from = MIN_TIMESTAMP, to, order = "desc", limitEach = MAX_ITEMS, limit } = options;
  return database.query(STATEMENTS[order], [
    [...new Set(ids)],
    [...new Set(readingTypes)],
    from,
    to ?? "infinity",
    Math.min(limitEach, limit),
    limit,
  ]);
}
