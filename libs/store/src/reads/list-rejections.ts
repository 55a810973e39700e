import type { Timestamp } from "@binnacle/contract";
import { timestampText } from "./columns.js";
import type { Database } from "./database.js";

/** A record that could not be accepted. */
export interface StoredRejection {
  id: string;
  code: string;
  detail: string;
  /** JSON Pointer within the record; `null` for a whole message. */
  path: string | null;
  source: string;
  /** The text as received. */
  record: string;
  truncated: boolean;
  count: number;
  firstReceivedOn: Timestamp;
  lastReceivedOn: Timestamp;
}

/** Where a page of rejections goes on. */
export interface RejectionKey {
  firstReceivedOn: Timestamp;
  id: string;
}

export interface ListRejectionsInput {
  after?: RejectionKey | undefined;
  limit: number;
}

/** Newest first by when they first came: a repeat moves none of them while somebody turns the pages. */
export async function listRejections(
  database: Database,
  { after, limit }: ListRejectionsInput,
): Promise<StoredRejection[]> {
  const condition = after ? "WHERE first_received_on <= $2 AND (first_received_on < $2 OR id > $3)" : "";
  const text = `
SELECT id, code, detail, path, source, record, truncated, count::float8 AS count,
  ${timestampText("first_received_on")} AS "firstReceivedOn", ${timestampText("last_received_on")} AS "lastReceivedOn"
FROM rejection
${condition}
ORDER BY first_received_on DESC, id
LIMIT $1`;
  const name = after ? "list-rejections next" : "list-rejections";
  return database.query({ name, text }, after ? [limit, after.firstReceivedOn, after.id] : [limit]);
}
