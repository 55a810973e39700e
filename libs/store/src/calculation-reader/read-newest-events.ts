import type { NewestEventsOptions } from "@binnacle/calculation";
import { SERIES_COLUMNS } from "../reads/columns.js";
import type { Database } from "../reads/database.js";
import { endingAtBytes, type ValueRow } from "./within-bytes.js";

const ORDER = `"collectedOn" DESC, "resourceId" DESC, digest DESC`;

// The type is spelt out, as it is in the index `series_events`: of a parameter the planner would not know that the index holds it.
const STATEMENT = {
  name: "calculation-newest-events",
  text: endingAtBytes(
    `
SELECT ${SERIES_COLUMNS}
FROM reading_series s
WHERE s.type = 'ServiceEvent' AND s.collected_on >= $1::timestamptz AND s.collected_on < $2::timestamptz
ORDER BY s.collected_on DESC, s.resource_id DESC, s.digest DESC
LIMIT $3`,
    ORDER,
  ),
};

/** The newest life-cycle events of all Resources. */
export function readNewestEvents(
  database: Database,
  { from, to, limit }: NewestEventsOptions & { limit: number },
): Promise<ValueRow[]> {
  return database.query(STATEMENT, [from, to, limit]);
}
