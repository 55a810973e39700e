import type { JsonValue, Timestamp } from "@binnacle/contract";
import type {
  AncestorTargets,
  Bounded,
  CatalogReading,
  CatalogReference,
  CatalogResource,
  CollectionTimes,
  ConditionMatch,
  HeldPlan,
  HousekeepingOutlook,
  ReferenceTargets,
  RejectedRecord,
  RelatedResource,
  SeriesBucket,
} from "./catalog-items.js";

/** The most items of a list unless said otherwise. */
export const DEFAULT_ITEMS = 10_000;

/** The most items that can be asked for, and ids that can be asked about, at once. */
export const MAX_ITEMS = 100_000;

/** A call gives no more values once their texts have this many bytes. */
export const MAX_VALUE_BYTES = 64 * 1024 * 1024;

/** How far a walk goes unless said otherwise, and at most. */
export const MAX_DEPTH = 32;

export interface ListLimit {
  /** The most items, `DEFAULT_ITEMS` without, `MAX_ITEMS` at most. */
  limit?: number;
}

export interface ResourceQuery extends ListLimit {
  types?: readonly string[];
  /** In NFC. */
  name?: string;
  /** In NFC; no character is a wildcard. */
  namePrefix?: string;
  /** Goes on after this one. */
  after?: { type: string; name: string };
}

export interface ChildrenOptions extends ListLimit {
  types?: readonly string[];
}

export interface DescendantsOptions extends ChildrenOptions {
  /** How far down; children have depth 1. Types narrow what is given, not where the walk goes. */
  depth?: number;
}

export interface ReadingsOptions extends ListLimit {
  /** All without. */
  readingTypes?: readonly string[];
}

export interface SnapshotsOfTypeOptions extends ListLimit {
  readingType: string;
  /** Leaves out snapshots with these values, such as those that say that there is nothing. */
  exceptValues?: readonly JsonValue[];
  /** Only what was collected then or later. */
  from?: Timestamp;
  /** Leaves out snapshots whose value has one of these texts, given in lower case, in a field; ASCII letters in any case. */
  exceptTexts?: { field: string; texts: readonly string[] };
}

interface LevelsAbove {
  /** The types of what lies above, from the parent upwards, up to 32; it goes up no other way, and gives the last. */
  above: readonly string[];
}

export interface SilentOptions extends ListLimit, LevelsAbove {
  /** Of the Resources that are silent. */
  type: string;
  /** Of the snapshot that they lack. */
  readingType: string;
  /** An older snapshot counts as none. */
  since: Timestamp;
}

export interface ReferrerAncestorsOptions extends ListLimit, LevelsAbove {
  /** Of the snapshots that refer. */
  readingTypes: readonly string[];
  /** Of the Resources that refer. */
  type: string;
}

export interface ReferencesOptions extends ReadingsOptions {
  /** Only references between Resources of these types: of targets going forward, of those that refer going backward. */
  types?: readonly string[];
  /** How many steps to follow, 1 without; every reference is given once, with the least depth. */
  depth?: number;
}

export interface TargetsOptions extends ListLimit {
  /** Of the snapshots that refer. */
  readingTypes: readonly string[];
  /** Gives only those targets that have a snapshot of this type; they are all counted. */
  withReading: string;
  /** Values of that snapshot with which it does not count, such as those that say that there is nothing. */
  exceptValues?: readonly JsonValue[];
}

export interface SeriesChangesOptions extends ListLimit {
  readingType: string;
  /** Inclusive. */
  from: Timestamp;
  /** Exclusive. */
  to: Timestamp;
}

export interface SeriesOptions extends ListLimit {
  readingTypes: readonly string[];
  /** Inclusive. */
  from?: Timestamp;
  /** Exclusive. */
  to?: Timestamp;
  /** By time, `desc` without. */
  order?: "asc" | "desc";
  /** The most of one series, that is, of one Resource and reading type. */
  limitEach?: number;
}

export interface NewestOptions extends ListLimit {
  readingTypes: readonly string[];
  /** Inclusive. */
  from?: Timestamp;
  /** The most of one group. */
  limitEach: number;
}

export interface NewestEventsOptions extends ListLimit {
  /** Inclusive. */
  from: Timestamp;
  /** Exclusive. */
  to: Timestamp;
}

export interface AggregateOptions extends ListLimit {
  readingType: string;
  /** Keys, and positions in arrays, that lead to a number in the value; none: the value itself. */
  path: readonly string[];
  /** Inclusive; the first span begins here. */
  from: Timestamp;
  /** Exclusive. */
  to: Timestamp;
  /** Microseconds of a span. */
  spanMicros: number;
  /** Between 0 and 100. */
  percentiles?: readonly number[];
  /** Each Resource by itself, rather than all together. */
  byResource?: boolean;
}

/** Asks something of the snapshots of one type. */
export interface SnapshotCondition {
  readingType: string;
  /** An SQL/JSON path predicate, `$.a == 1 && exists($.b)`; without it every snapshot will do. */
  where?: string;
}

export interface CollectionOptions extends ReadingsOptions {
  /** Only what is collected of these Resources; without it, of a sample of all. */
  ids?: readonly string[];
}

/** Without ids `collectionTimes` looks at so many snapshots of each type. */
export const SAMPLED_SNAPSHOTS = 2_000;

/** Without ids `collectionTimes` looks at so many series. */
export const SAMPLED_SERIES = 300;

/** Among how many it looks for series of the types that are asked for. */
export const ENUMERATED_SERIES = 3_000;

/** How many of a series' newest Readings `collectionTimes` looks at. */
export const SAMPLED_TIMES = 33;

/**
 * The catalog as calculations see it: what is present, and nothing else. Every call takes many ids at once, so that no calculation
 * asks once for each of many things; every list has a limit and says when it was cut. Lists are sorted as each call says, by UTF-8
 * bytes; ids may be given twice, and need not be of present Resources.
 *
 * Calls raise `QueryTimeoutError` when a statement takes too long, `TransientError` when the database does not answer, and the
 * signal's reason once it is aborted. Implementations: `PostgresCatalogAccess` in `libs/store`, `InMemoryCatalog` for tests.
 */
export interface CatalogReader {
  /** Those that are present, by (type, name). The id of a Resource is `resourceId(type, name)` of the contract. */
  resources(ids: readonly string[]): Promise<CatalogResource[]>;

  /** Those of these addresses that are present, by (type, name). */
  resourcesNamed(addresses: readonly { type: string; name: string }[]): Promise<CatalogResource[]>;

  /** All that match, by (type, name), a page of up to 1,000 at a time; `isPartial` on the last page tells that `limit` cut it. */
  listResources(query: ResourceQuery): AsyncIterable<Bounded<CatalogResource>>;

  /** Those of a type in whose name this text occurs, ASCII letters in any case, by name. Looks at every name of the type. */
  resourcesNamedLike(type: string, part: string, options?: ListLimit): Promise<Bounded<CatalogResource>>;

  /** The Resources whose parent is one of these, by (type, name); `parentId` tells whose child each is. */
  children(ids: readonly string[], options?: ChildrenOptions): Promise<Bounded<CatalogResource>>;

  /** What lies below each of these, by (depth, type, name, rootId), nearest first where cut; without the root itself. */
  descendants(ids: readonly string[], options?: DescendantsOptions): Promise<Bounded<RelatedResource>>;

  /** What lies above each of these, by (rootId, depth), up to an absent parent or round a cycle; without the root itself. */
  ancestors(ids: readonly string[], options?: { depth?: number } & ListLimit): Promise<Bounded<RelatedResource>>;

  /**
   * The ids, sorted, of Resources that lie some levels above any Resource of a type that has no snapshot of a reading type that was collected
   * then or later, such as services with an instance of which nothing is heard. Looks at all Resources of the type.
   */
  ancestorsOfSilent(options: SilentOptions): Promise<Bounded<string>>;

  /**
   * Who refers to these, by the Resource some levels above, by its id: for tens of thousands of references, of which `referrers` gives a row
   * each. The limit is of references, by (targetId, resourceId).
   */
  ancestorsOfReferrers(ids: readonly string[], options: ReferrerAncestorsOptions): Promise<Bounded<AncestorTargets>>;

  /** Their snapshots, by (resourceId, type). */
  snapshots(ids: readonly string[], options?: ReadingsOptions): Promise<Bounded<CatalogReading>>;

  /** The snapshots of a type, whosever they are, by resourceId. */
  snapshotsOfType(options: SnapshotsOfTypeOptions): Promise<Bounded<CatalogReading>>;

  /** Whether conditions hold for their snapshots, by (resourceId, condition); snapshots that are not there are left out. */
  matchSnapshots(
    ids: readonly string[],
    conditions: readonly SnapshotCondition[],
    options?: ListLimit,
  ): Promise<Bounded<ConditionMatch>>;

  /** What their snapshots refer to, and so on from there, by (depth, resourceId, readingType, targetId). */
  references(ids: readonly string[], options?: ReferencesOptions): Promise<Bounded<CatalogReference>>;

  /** Whose snapshots refer to them, and so on from there, by (depth, targetId, resourceId, readingType). */
  referrers(ids: readonly string[], options?: ReferencesOptions): Promise<Bounded<CatalogReference>>;

  /**
   * What their snapshots refer to, counted, and those of the targets that have a snapshot of a type, by (resourceId, readingType): for
   * many Resources with hundreds of references each, where `references` would give a row for every one. The limit is of snapshots.
   */
  targets(ids: readonly string[], options: TargetsOptions): Promise<Bounded<ReferenceTargets>>;

  /**
   * Their series of one type without repetitions: of each run of equal values the first, by (collectedOn, resourceId, digest). The first
   * of the span is given always, whatever was before it.
   */
  seriesChanges(ids: readonly string[], options: SeriesChangesOptions): Promise<Bounded<CatalogReading>>;

  /** Their series of these types, all together by (collectedOn, resourceId, type, digest), in the order asked. */
  series(ids: readonly string[], options: SeriesOptions): Promise<Bounded<CatalogReading>>;

  /**
   * The newest of the series of each group of Resources, such as a service with all below it, in the order of `series`. Those that are as
   * old as the last of their group come all, unless they are of one series.
   */
  newest(groups: readonly (readonly string[])[], options: NewestOptions): Promise<Bounded<CatalogReading>>;

  /**
   * The newest `ServiceEvent`s of a span of time, whosever they are, in the order of `series`. This one type of series is found by time; others
   * are by Resource only.
   */
  newestEvents(options: NewestEventsOptions): Promise<Bounded<CatalogReading>>;

  /** Numbers of their series of one type per span of time, by (resourceId, from); spans without a value are left out. */
  aggregateSeries(ids: readonly string[], options: AggregateOptions): Promise<Bounded<SeriesBucket>>;

  /**
   * When sources collected, by (readingType, storageMode, source). Where it is not asked for some Resources it looks at those with the
   * least ids, which are as good as picked at random; `isPartial` tells that there are more.
   */
  collectionTimes(options?: CollectionOptions): Promise<Bounded<CollectionTimes>>;

  /** What housekeeping would remove now, and why; the limit is of the candidates of each rule and type, the counts are of all. */
  housekeepingOutlook(options?: ListLimit): Promise<HousekeepingOutlook>;

  /** What housekeeping holds back until somebody decides, newest first. */
  heldPlans(options?: ListLimit): Promise<Bounded<HeldPlan>>;

  /** What was published and could not be accepted, newest first by when it first came. */
  rejections(options?: ListLimit): Promise<Bounded<RejectedRecord>>;
}

/** Opens the catalog for a calculation. */
export interface CatalogAccess {
  /** Hands in a reader that is good until `use` ends; all its reads see one state. Ends when the signal is aborted. */
  read<Result>(signal: AbortSignal, use: (catalog: CatalogReader) => Promise<Result>): Promise<Result>;
}
