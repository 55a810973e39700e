import type { RejectedRecord } from "@binnacle/calculation";
import { timestampText } from "../reads/columns.js";
import type { Database } from "../reads/database.js";

const STATEMENT = {
  name: "calculation-rejections",
  text: `
SELECT id, code, detail, source, count::float8 AS count,
  ${timestampText("first_received_on")} AS "firstReceivedOn", ${timestampText("last_received_on")} AS "lastReceivedOn"
FROM rejection
ORDER BY first_received_on DESC, id
LIMIT $1`,
};

/** Why records could not be accepted, newest first; without their texts, of which each may have 256 KiB. */
export function readRejections(database: Database, limit: number): Promise<RejectedRecord[]> {
  return database.query(STATEMENT, [limit]);
}
