import type { StorageMode, Timestamp } from "@binnacle/contract";

/** A present Resource. */
export interface CatalogResource {
  id: string;
  type: string;
  name: string;
  /** Kept while the parent is absent. */
  parentId: string | null;
  createdOn: Timestamp;
  lastSeenOn: Timestamp | null;
  expiresOn: Timestamp | null;
  declared: boolean;
}

/** A Resource that was found from another one, `rootId`, so many steps away. */
export interface RelatedResource extends CatalogResource {
  rootId: string;
  depth: number;
}

/** A reference that a snapshot of a present Resource holds. Its target need not be there. */
export interface CatalogReference {
  resourceId: string;
  resourceType: string;
  resourceName: string;
  readingType: string;
  targetId: string;
  targetType: string;
  targetName: string;
  /** Steps from the nearest Resource that was asked for; 1 for its own. */
  depth: number;
}

/** What one snapshot refers to, in short. */
export interface ReferenceTargets {
  resourceId: string;
  readingType: string;
  /** How many Resources it refers to. */
  count: number;
  /** Those of them that were asked for, sorted. */
  targetIds: string[];
}

/** A Resource, and what those refer to that lie below it. */
export interface AncestorTargets {
  resourceId: string;
  resourceName: string;
  /** Those that were asked for, sorted. */
  targetIds: string[];
}

/** What a Reading is made of when it comes from the store. */
export interface ReadingParts {
  resourceId: string;
  type: string;
  storageMode: StorageMode;
  collectedOn: Timestamp;
  source: string;
  digest: string;
  text: string;
}

/** A Reading. Its value is parsed when it is first asked for. */
export class CatalogReading implements ReadingParts {
  readonly resourceId: string;
  readonly type: string;
  readonly storageMode: StorageMode;
  readonly collectedOn: Timestamp;
  readonly source: string;
  /** SHA-256 of `text` in hex: equal values have equal digests. */
  readonly digest: string;
  /** The value as PostgreSQL prints it, digit for digit; `parseJson` of the contract keeps them. */
  readonly text: string;
  #value: { parsed: unknown } | undefined;

  constructor({ resourceId, type, storageMode, collectedOn, source, digest, text }: ReadingParts) {
    this.resourceId = resourceId;
    this.type = type;
    this.storageMode = storageMode;
    this.collectedOn = collectedOn;
    this.source = source;
    this.digest = digest;
    this.text = text;
  }

  /** The value as JavaScript has it: long numbers lose digits. Anybody may have published anything: check what you use. */
  get value(): unknown {
    this.#value ??= { parsed: JSON.parse(this.text) };
    return this.#value.parsed;
  }
}

/** A list that a limit may have cut. */
export interface Bounded<Item> {
  items: Item[];
  /** There is more than the limits let through. */
  isPartial: boolean;
}

/** A snapshot for which a condition was asked. */
export interface ConditionMatch {
  resourceId: string;
  /** Which of the conditions asked, from 0. */
  condition: number;
  collectedOn: Timestamp;
  holds: boolean;
}

/** When Readings of one type and storage mode were collected by one source. */
export interface CollectionTimes {
  source: string;
  readingType: string;
  storageMode: StorageMode;
  /** Of how many Resources. */
  resources: number;
  newestOn: Timestamp;
  /** Of the newest ones of each Resource, the oldest. */
  oldestOn: Timestamp;
  /** How many intervals between two Readings of one series are known. */
  intervals: number;
  /** Their median in microseconds: the lower one of two in the middle. */
  medianMicros: number | null;
  /** Nine in ten are no longer than this, in microseconds. */
  longMicros: number | null;
}

/** Numbers of a time series in one span of time. */
export interface SeriesBucket {
  /** `null` where several Resources are taken together. */
  resourceId: string | null;
  /** Start of the span, inclusive. */
  from: Timestamp;
  /** How many numbers. */
  count: number;
  /** How many values have no number there, or one too large for a double. */
  skipped: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  /** In the order asked. */
  percentiles: (number | null)[];
}

/** A Resource that housekeeping would remove. */
export interface RemovalCandidate {
  id: string;
  type: string;
  name: string;
  /** As of this time, the newest that was said of it. */
  removedOn: Timestamp;
  /** Since when the rule says so. */
  dueOn: Timestamp;
  reason: string;
}

/** What one rule of housekeeping would remove of one type, with what goes along with it. */
export interface RemovalOutlook {
  rule: string;
  /** What the rule says, in a line. */
  description: string;
  resourceType: string;
  /** By type: how many would go, of how many that are present. */
  counts: { type: string; count: number; total: number }[];
  /** Why somebody would have to approve of it; `null` if nobody has to. */
  heldBecause: string | null;
  /** As many as were asked for. */
  candidates: RemovalCandidate[];
}

/** What housekeeping would do if it worked now. */
export interface HousekeepingOutlook {
  /** What is newer does not count as seen: it may not have come through the queue. */
  horizon: Timestamp;
  /** Nothing has shown yet how far the queue was read, so nothing goes before that. */
  isWaiting: boolean;
  /** Nothing that these sources speak of goes, since their last run was not `ok`. */
  distrustedSources: string[];
  /** In the order of the rules. More than one rule may name the same Resource. */
  removals: RemovalOutlook[];
}

/** A record that could not be accepted, without its text. */
export interface RejectedRecord {
  id: string;
  code: string;
  detail: string;
  source: string;
  /** How often it came. */
  count: number;
  firstReceivedOn: Timestamp;
  lastReceivedOn: Timestamp;
}

/** What housekeeping would remove, and may not before somebody approves of it. */
export interface HeldPlan {
  id: string;
  rule: string;
  resourceType: string;
  reason: string;
  plannedOn: Timestamp;
}
