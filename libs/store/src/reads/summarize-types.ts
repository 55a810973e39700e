import type { StorageMode, Timestamp } from "@binnacle/contract";
import { timestampText } from "./columns.js";
import type { Database } from "./database.js";
import { hiddenRows, NOTED } from "./hidden-rows.js";

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

/**
 * CTE `shown`: rows are counted as they are written, and so is what is hidden, but for the noted Resources: of them it is what they hide now
 * instead of what was counted.
 */
function shownOf(kinds: readonly ("resource" | "snapshot" | "series")[]): string {
  const ofKinds = `kind IN (${kinds.map((kind) => `'${kind}'`).join(", ")})`;
  return `
noted AS MATERIALIZED (${NOTED}), ${hiddenRows("SELECT id FROM noted", kinds)}, shown AS (
  SELECT kind, type, count, newest FROM type_tally WHERE ${ofKinds}
  UNION ALL
  SELECT kind, type, -count, '-infinity' FROM hidden_tally WHERE ${ofKinds}
  UNION ALL
  SELECT h.kind, h.type, h.count, '-infinity'
  FROM noted n
  CROSS JOIN LATERAL (SELECT * FROM hidden h WHERE h.resource_id = n.id AND h.${ofKinds} OFFSET 0) h
  UNION ALL
  SELECT kind, type, -count, '-infinity' FROM hidden_now
)`;
}

const RESOURCE_TYPES = {
  name: "summarize-resource-types",
  text: `
WITH ${shownOf(["resource"])}
SELECT type, sum(count)::float8 AS count, ${timestampText("nullif(max(newest), '-infinity')")} AS "lastSeenOn"
FROM shown
GROUP BY type
HAVING sum(count) > 0
ORDER BY type`,
};

const READING_TYPES = {
  name: "summarize-reading-types",
  text: `
WITH ${shownOf(["snapshot", "series"])}
SELECT
  type, CASE kind WHEN 'snapshot' THEN 'SNAPSHOT' ELSE 'TIME_SERIES' END AS "storageMode", sum(count)::float8 AS count,
  ${timestampText("max(newest)")} AS "lastCollectedOn"
FROM shown
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
