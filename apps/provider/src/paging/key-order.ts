import { parseTimestamp } from "@binnacle/contract";
import type {
  AuditKey,
  DescendantKey,
  PlanKey,
  ReadingKey,
  RejectionKey,
  RunKey,
  SeriesKey,
  TypeNameKey,
} from "@binnacle/store";

export type KeyPart = string | number | null;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How the key that a list is sorted by is written into a cursor and read from one. */
export interface KeyOrder<Key> {
  write(key: Key): KeyPart[];
  /** `undefined` if the parts are no such key; a cursor may come from anybody. */
  read(parts: readonly KeyPart[]): Key | undefined;
}

export const BY_TYPE_AND_NAME: KeyOrder<TypeNameKey> = {
  write: ({ type, name }) => [type, name],
  read: ([type, name]) => (isText(type) && isText(name) ? { type, name } : undefined),
};

export const BY_TYPE: KeyOrder<{ type: string }> = {
  write: ({ type }) => [type],
  read: ([type]) => (isText(type) ? { type } : undefined),
};

export const BY_NAME: KeyOrder<{ name: string }> = {
  write: ({ name }) => [name],
  read: ([name]) => (isText(name) ? { name } : undefined),
};

export const BY_DEPTH: KeyOrder<{ depth: number }> = {
  write: ({ depth }) => [depth],
  read: ([depth]) => (isDepth(depth) ? { depth } : undefined),
};

export const BREADTH_FIRST: KeyOrder<DescendantKey> = {
  write: ({ depth, type, name }) => [depth, type, name],
  read: ([depth, type, name]) => (isDepth(depth) && isText(type) && isText(name) ? { depth, type, name } : undefined),
};

export const BY_TIME: KeyOrder<SeriesKey> = {
  write: ({ collectedOn, digest }) => [collectedOn, digest],
  read: ([collectedOn, digest]) =>
    isTime(collectedOn) && matches(digest, /^[0-9a-f]{64}$/) ? { collectedOn, digest } : undefined,
};

export const BY_RESOURCE_AND_TYPE: KeyOrder<ReadingKey> = {
  write: ({ resourceId, type }) => [resourceId, type],
  read: ([resourceId, type]) => (matches(resourceId, UUID) && isText(type) ? { resourceId, type } : undefined),
};

export const BY_SORT_VALUE: KeyOrder<ReadingKey> = {
  write: ({ resourceId, type, sortValue = null }) => [resourceId, type, sortValue],
  read: ([resourceId, type, sortValue]) =>
    matches(resourceId, UUID) && isText(type) && (sortValue === null || isText(sortValue))
      ? { resourceId, type, sortValue }
      : undefined,
};

export const BY_FIRST_RECEIVED: KeyOrder<RejectionKey> = {
  write: ({ firstReceivedOn, id }) => [firstReceivedOn, id],
  read: ([firstReceivedOn, id]) => (isTime(firstReceivedOn) && matches(id, UUID) ? { firstReceivedOn, id } : undefined),
};

export const BY_OCCURRENCE: KeyOrder<AuditKey> = {
  write: ({ occurredOn, id }) => [occurredOn, id],
  read: ([occurredOn, id]) => (isTime(occurredOn) && matches(id, UUID) ? { occurredOn, id } : undefined),
};

export const BY_PLANNED: KeyOrder<PlanKey> = {
  write: ({ plannedOn, id }) => [plannedOn, id],
  read: ([plannedOn, id]) => (isTime(plannedOn) && matches(id, UUID) ? { plannedOn, id } : undefined),
};

export const BY_STARTED: KeyOrder<RunKey> = {
  write: ({ startedOn, id }) => [startedOn, id],
  read: ([startedOn, id]) => (isTime(startedOn) && matches(id, UUID) ? { startedOn, id } : undefined),
};

/** PostgreSQL's text holds no U+0000. */
function isText(part: unknown): part is string {
  return typeof part === "string" && part.isWellFormed() && !part.includes("\0");
}

function isDepth(part: unknown): part is number {
  return Number.isInteger(part) && Number(part) >= 0 && Number(part) < 2 ** 31;
}

function isTime(part: unknown): part is string {
  return typeof part === "string" && parseTimestamp(part) === part;
}

function matches(part: unknown, pattern: RegExp): part is string {
  return typeof part === "string" && pattern.test(part);
}
