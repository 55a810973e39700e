import type { StorageMode, Timestamp } from "@binnacle/contract";
import { timestampText } from "./columns.js";
import type { Database } from "./database.js";
import { hasEnded } from "./has-ended.js";

export interface ResourceTypeSummary {
  type: string;
  count: number;
  lastSeenOn: Timestamp | null;
}

export interface ReadingTypeSummary {
  type: string;
  storageMode: StorageMode;
  count: number;
  lastCollectedOn: Timestamp;
}

// Rows are counted as they are written, so what is left to count is what is hidden: of Resources that ended, which are few.
const RESOURCE_TYPES = {
  name: "summarize-resource-types",
  text: `
WITH ended AS MATERIALIZED (
  SELECT r.id, r.type FROM resource r WHERE ${hasEnded("r")}
), counted AS (
  SELECT type, count, newest FROM type_tally WHERE kind = 'resource'
  UNION ALL
  SELECT ended.type, -count(*), '-infinity'
  FROM ended
  WHERE NOT EXISTS (SELECT FROM resource_current r WHERE r.id = ended.id)
  GROUP BY ended.type
)
SELECT type, sum(count)::float8 AS count, ${timestampText("nullif(max(newest), '-infinity')")} AS "lastSeenOn"
FROM counted
GROUP BY type
HAVING sum(count) > 0
ORDER BY type`,
};

const READING_TYPES = {
  name: "summarize-reading-types",
  text: `
WITH ended AS MATERIALIZED (
  SELECT r.id, r.removed_on FROM resource r WHERE ${hasEnded("r")}
), counted AS (
  SELECT kind, type, count, newest FROM type_tally WHERE kind <> 'resource'
  UNION ALL
  SELECT 'snapshot', s.type, -count(*), '-infinity'
  FROM ended
  JOIN snapshot s ON s.resource_id = ended.id
  WHERE s.collected_on <= ended.removed_on
  GROUP BY s.type
  UNION ALL
  SELECT 'series', s.type, -count(*), '-infinity'
  FROM ended
  JOIN series s ON s.resource_id = ended.id
  WHERE NOT EXISTS (SELECT FROM resource_current r WHERE r.id = ended.id)
  GROUP BY s.type
)
SELECT
  type, CASE kind WHEN 'snapshot' THEN 'SNAPSHOT' ELSE 'TIME_SERIES' END AS "storageMode", sum(count)::float8 AS count,
  ${timestampText("max(newest)")} AS "lastCollectedOn"
FROM counted
GROUP BY kind, type
HAVING sum(count) > 0
ORDER BY type, kind DESC`,
};

/** How many present Resources there are of each type, and when one was seen last, be it one that was removed since. */
export async function summarizeResourceTypes(database: Database): Promise<ResourceTypeSummary[]> {
  return database.query(RESOURCE_TYPES);
}

/** How many Readings are shown of each type and storage mode, and when one was collected last, be it one that is hidden since. */
export async function summarizeReadingTypes(database: Database): Promise<ReadingTypeSummary[]> {
  return database.query(READING_TYPES);
}
