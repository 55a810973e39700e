import { ANONYMOUS_SOURCE } from "@binnacle/contract";
import { ForbiddenError } from "../auth/auth-errors.js";
import type { Principal } from "../auth/principal.js";
import type { Submission, SubmittedRecord } from "./submission.js";

/**
 * The submission as its principal makes it: records that name no source come from the principal's own.
 *
 * What counts is a record's source, and the type of the Resource that it speaks of: its own for `resource`, that of its Resource for
 * `reading`. A parent of another type is only mentioned; that says nothing of it but that it is there, and needs no scope. Records
 * without a readable type are judged, and refused, elsewhere.
 * @throws ForbiddenError if a single record is beyond the principal's scopes: it would be a mistake, or worse, to publish the others
 */
export function authorizeRecords(principal: Principal, { records, unreadable }: Submission): Submission {
  const allowed = new Set<string>();
  const owned = records.map((record) =>
    record.source === ANONYMOUS_SOURCE && principal.source !== undefined
      ? { ...record, source: principal.source }
      : record,
  );
  for (const record of owned) {
    const statement = statementOf(record);
    const key = JSON.stringify(statement);
    if (allowed.has(key)) continue;
    requireScopes(principal, record.index, statement);
    allowed.add(key);
  }
  return { records: owned, unreadable };
}

/** What of a record decides who may publish it. */
interface Statement {
  source: string;
  action: "publish" | "remove";
  /** Absent where it cannot be read. */
  resourceType: string | undefined;
}

function statementOf({ source, input }: SubmittedRecord): Statement {
  const record = fieldsOf(input);
  const action = record["kind"] === "removal" || record["kind"] === "sweep" ? "remove" : "publish";
  return { source, action, resourceType: textOf(typeOf(record)) };
}

function typeOf(record: Record<string, unknown>): unknown {
  switch (record["kind"]) {
    case "resource":
      return record["type"];
    case "reading":
    case "removal":
      return fieldsOf(record["resource"])["type"];
    case "sweep":
      return record["resourceType"];
    default:
      return undefined;
  }
}

function requireScopes({ scopes, source: own }: Principal, index: number, statement: Statement): void {
  const { source, action, resourceType } = statement;
  const may = action === "publish" ? scopes.mayPublish : scopes.mayRemove;
  if (resourceType !== undefined && may.call(scopes, source, resourceType)) return;
  if (resourceType === undefined && scopes.maySpeakAs(source)) return;
  const unnamed = source === ANONYMOUS_SOURCE && own === undefined ? ", which names no source" : "";
  const what = resourceType === undefined ? "" : ` of type ${JSON.stringify(resourceType.slice(0, 128))}`;
  throw new ForbiddenError(
    `The token may not ${action} Resources${what} as source ${source}: record ${index}${unnamed}. Nothing was published`,
  );
}

function fieldsOf(input: unknown): Record<string, unknown> {
  return typeof input === "object" && input !== null ? (input as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
