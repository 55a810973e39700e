import type { Timestamp } from "@binnacle/contract";
import type { AuditEntry } from "../administration/write-audit.js";
import { timestampText } from "./columns.js";
import type { Database } from "./database.js";

export interface StoredAuditEntry extends Omit<AuditEntry, "detail"> {
  id: string;
  occurredOn: Timestamp;
  detail: string | null;
}

/** Where a page of entries goes on. */
export interface AuditKey {
  occurredOn: Timestamp;
  id: string;
}

export interface ListAuditInput {
  after?: AuditKey | undefined;
  limit: number;
}

/** Newest first. */
export async function listAudit(database: Database, { after, limit }: ListAuditInput): Promise<StoredAuditEntry[]> {
  const condition = after ? "WHERE occurred_on <= $2 AND (occurred_on < $2 OR id > $3)" : "";
  const text = `
SELECT id, ${timestampText("occurred_on")} AS "occurredOn", principal, action, target, outcome, detail
FROM audit
${condition}
ORDER BY occurred_on DESC, id
LIMIT $1`;
  return database.query({ text }, after ? [limit, after.occurredOn, after.id] : [limit]);
}
