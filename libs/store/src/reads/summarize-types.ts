import type { StorageMode, Timestamp } from "@binnacle/contract";
import { timestampText } from "./columns.js";
import type { Database } from "./database.js";

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

const RESOURCE_TYPES = `
SELECT r.type, count(*)::float8 AS count, ${timestampText("max(r.last_seen_on)")} AS "lastSeenOn"
FROM resource_current r
GROUP BY r.type
ORDER BY r.type`;

const READING_TYPES = `
SELECT type, storage_mode AS "storageMode", count::float8 AS count, ${timestampText("last")} AS "lastCollectedOn"
FROM (
  SELECT s.type, 'SNAPSHOT' AS storage_mode, count(*) AS count, max(s.collected_on) AS last
  FROM reading_current s
  GROUP BY s.type
  UNION ALL
  SELECT s.type, 'TIME_SERIES', count(*), max(s.collected_on)
  FROM reading_series s
  GROUP BY s.type
) types
ORDER BY type, storage_mode`;

/** How many present Resources there are of each type. */
export async function summarizeResourceTypes(database: Database): Promise<ResourceTypeSummary[]> {
  return database.query({ text: RESOURCE_TYPES });
}

/** How many Readings of present Resources there are of each type and storage mode. */
export async function summarizeReadingTypes(database: Database): Promise<ReadingTypeSummary[]> {
  return database.query({ text: READING_TYPES });
}
