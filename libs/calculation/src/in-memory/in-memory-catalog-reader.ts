import { MIN_TIMESTAMP, resourceId } from "@binnacle/contract";
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
} from "../catalog/catalog-items.js";
import {
  DEFAULT_ITEMS,
  MAX_DEPTH,
  type AggregateOptions,
  type CatalogReader,
  type ChildrenOptions,
  type CollectionOptions,
  type DescendantsOptions,
  type ListLimit,
  type NewestEventsOptions,
  type NewestOptions,
  type ReadingsOptions,
  type ReferencesOptions,
  type ReferrerAncestorsOptions,
  type ResourceQuery,
  type SeriesChangesOptions,
  type SeriesOptions,
  type SilentOptions,
  type SnapshotCondition,
  type SnapshotsOfTypeOptions,
  type TargetsOptions,
} from "../catalog/catalog-reader.js";
import { valueDigest } from "../catalog/value-digest.js";
import { walkReferences, type ReferenceDirection } from "../catalog/walk-references.js";
import { aggregateNumbers } from "./aggregate-numbers.js";
import { collectionTimesOf } from "./collection-times-of.js";
import { cut, cutValues, firstOfEach } from "./cut-lists.js";
import { compareTexts } from "../catalog/compare-texts.js";
import type { InMemoryState } from "./in-memory-state.js";
import { asciiLowerCased, textOf } from "./texts.js";

const PAGE = 1000;

/** What is not computed in memory. */
export interface InMemoryAnswers {
  /** Evaluates the `where` of a `SnapshotCondition`, an SQL/JSON path predicate, for a value; without it there can be none. */
  matches?: (value: unknown, where: string) => boolean;
  /** What housekeeping would do; nothing without. */
  housekeeping?: HousekeepingOutlook;
  /** What housekeeping holds back, newest first; nothing without. */
  heldPlans?: readonly HeldPlan[];
  /** Newest first; none without. */
  rejections?: readonly RejectedRecord[];
}

const NO_HOUSEKEEPING: HousekeepingOutlook = {
  horizon: MIN_TIMESTAMP,
  isWaiting: true,
  distrustedSources: [],
  removals: [],
};

/** Answers as the database does, by looking at everything each time. */
export class InMemoryCatalogReader implements CatalogReader {
  readonly #resources: CatalogResource[];
  readonly #byId: Map<string, CatalogResource>;
  readonly #childrenOf: Map<string, CatalogResource[]>;

  constructor(
    private readonly state: InMemoryState,
    private readonly answers: InMemoryAnswers = {},
  ) {
    this.#resources = state.resources();
    this.#byId = new Map(this.#resources.map((resource) => [resource.id, resource]));
    this.#childrenOf = Map.groupBy(
      this.#resources.filter(({ id, parentId }) => parentId !== null && parentId !== id),
      ({ parentId }) => parentId!,
    );
  }

  async resources(ids: readonly string[]): Promise<CatalogResource[]> {
    const wanted = new Set(ids);
    return this.#resources.filter(({ id }) => wanted.has(id));
  }

  async resourcesNamed(addresses: readonly { type: string; name: string }[]): Promise<CatalogResource[]> {
    return this.resources(addresses.map(({ type, name }) => resourceId(type, name)));
  }

  async *listResources(query: ResourceQuery): AsyncIterable<Bounded<CatalogResource>> {
    const { types, name, namePrefix = "", after } = query;
    const found = this.#resources.filter(
      (each) =>
        (types?.includes(each.type) ?? true) &&
        (name === undefined || each.name === name) &&
        each.name.startsWith(namePrefix) &&
        (after === undefined || (compareTexts(each.type, after.type) || compareTexts(each.name, after.name)) > 0),
    );
    const { items, isPartial } = cut(found, query);
    for (let start = 0; start < items.length; start += PAGE) {
      yield { items: items.slice(start, start + PAGE), isPartial: isPartial && start + PAGE >= items.length };
    }
  }

  async resourcesNamedLike(type: string, part: string, options: ListLimit = {}): Promise<Bounded<CatalogResource>> {
    const wanted = asciiLowerCased(part);
    const found = this.#resources.filter((each) => each.type === type && asciiLowerCased(each.name).includes(wanted));
    return cut(found, options);
  }

  async children(ids: readonly string[], options: ChildrenOptions = {}): Promise<Bounded<CatalogResource>> {
    const children = [...new Set(ids)].flatMap((id) => this.#childrenOf.get(id) ?? []);
    return cut(ofTypes(children, options.types).toSorted(byTypeAndName), options);
  }

  async descendants(ids: readonly string[], options: DescendantsOptions = {}): Promise<Bounded<RelatedResource>> {
    const { types, depth = MAX_DEPTH } = options;
    const found = [...new Set(ids)].flatMap((rootId) => this.#below(rootId, Math.min(depth, MAX_DEPTH)));
    return cut(
      ofTypes(found, types).toSorted(
        (a, b) => a.depth - b.depth || byTypeAndName(a, b) || compareTexts(a.rootId, b.rootId),
      ),
      options,
    );
  }

  async ancestors(
    ids: readonly string[],
    options: { depth?: number } & ListLimit = {},
  ): Promise<Bounded<RelatedResource>> {
    const { depth = MAX_DEPTH } = options;
    const roots = [...new Set(ids)].toSorted(compareTexts);
    return cut(
      roots.flatMap((rootId) => this.#above(rootId, Math.min(depth, MAX_DEPTH))),
      options,
    );
  }

  async ancestorsOfSilent(options: SilentOptions): Promise<Bounded<string>> {
    const { type, above, readingType, since } = options;
    const heard = new Set(
      this.state
        .snapshots()
        .filter(({ reading }) => reading.type === readingType && reading.collectedOn >= since)
        .map(({ reading }) => reading.resourceId),
    );
    const silent = this.#resources.filter((each) => each.type === type && !heard.has(each.id));
    const ids = new Set(silent.flatMap((each) => this.#climb(each, above)?.id ?? []));
    return cut([...ids].toSorted(compareTexts), options);
  }

  async ancestorsOfReferrers(
    ids: readonly string[],
    { readingTypes, type, above, limit = DEFAULT_ITEMS }: ReferrerAncestorsOptions,
  ): Promise<Bounded<AncestorTargets>> {
    const { items, isPartial } = await this.referrers(ids, { readingTypes, limit });
    const found = items.flatMap(({ resourceId: id, targetId }) => {
      const referrer = this.#byId.get(id)!;
      const ancestor = referrer.type === type ? this.#climb(referrer, above) : undefined;
      return ancestor ? [{ ancestor, targetId }] : [];
    });
    const groups = [...Map.groupBy(found, ({ ancestor }) => ancestor)].map(([ancestor, those]) => ({
      resourceId: ancestor.id,
      resourceName: ancestor.name,
      targetIds: [...new Set(those.map(({ targetId }) => targetId))].toSorted(compareTexts),
    }));
    return { items: groups.toSorted((a, b) => compareTexts(a.resourceId, b.resourceId)), isPartial };
  }

  async snapshots(ids: readonly string[], options: ReadingsOptions = {}): Promise<Bounded<CatalogReading>> {
    return cutValues(this.#snapshotsOf(ids, options.readingTypes), options);
  }

  async snapshotsOfType(options: SnapshotsOfTypeOptions): Promise<Bounded<CatalogReading>> {
    const { readingType, exceptValues = [], from = MIN_TIMESTAMP, exceptTexts } = options;
    const except = new Set(exceptValues.map(valueDigest));
    const found = this.state
      .snapshots()
      .map(({ reading }) => reading)
      .filter(
        ({ type, collectedOn, digest, value }) =>
          type === readingType &&
          collectedOn >= from &&
          !except.has(digest) &&
          !(exceptTexts && exceptTexts.texts.includes(asciiLowerCased(textOf(value, exceptTexts.field)))),
      );
    return cutValues(found, options);
  }

  async matchSnapshots(
    ids: readonly string[],
    conditions: readonly SnapshotCondition[],
    options: ListLimit = {},
  ): Promise<Bounded<ConditionMatch>> {
    const matches = this.#snapshotsOf(ids).flatMap((reading) =>
      conditions.flatMap(({ readingType, where }, condition) => {
        if (reading.type !== readingType) return [];
        const holds = where === undefined || this.#holds(reading.value, where);
        return [{ resourceId: reading.resourceId, condition, collectedOn: reading.collectedOn, holds }];
      }),
    );
    return cut(
      matches.toSorted((a, b) => compareTexts(a.resourceId, b.resourceId) || a.condition - b.condition),
      options,
    );
  }

  async references(ids: readonly string[], options: ReferencesOptions = {}): Promise<Bounded<CatalogReference>> {
    return this.#walk(ids, "forward", options);
  }

  async referrers(ids: readonly string[], options: ReferencesOptions = {}): Promise<Bounded<CatalogReference>> {
    return this.#walk(ids, "backward", options);
  }

  async targets(ids: readonly string[], options: TargetsOptions): Promise<Bounded<ReferenceTargets>> {
    const { readingTypes, withReading, exceptValues = [] } = options;
    const except = new Set(exceptValues.map(valueDigest));
    const having = new Set(
      this.state
        .snapshots()
        .filter(({ reading }) => reading.type === withReading && !except.has(reading.digest))
        .map(({ reading }) => reading.resourceId),
    );
    const wanted = new Set(ids);
    const found = this.state.snapshots().flatMap(({ reading: { resourceId: from, type }, references }) => {
      if (!wanted.has(from) || !readingTypes.includes(type) || references.length === 0) return [];
      const targetIds = references.map((each) => resourceId(each.resourceType, each.resourceName));
      const given = targetIds.filter((id) => having.has(id)).toSorted(compareTexts);
      return [{ resourceId: from, readingType: type, count: targetIds.length, targetIds: given }];
    });
    return cut(found, options);
  }

  async seriesChanges(ids: readonly string[], options: SeriesChangesOptions): Promise<Bounded<CatalogReading>> {
    const before = new Map<string, string>();
    const changes = this.#seriesOf(ids, [options.readingType], options).filter(({ resourceId, digest }) => {
      const isSame = before.get(resourceId) === digest;
      before.set(resourceId, digest);
      return !isSame;
    });
    return cutValues(changes, options);
  }

  async series(ids: readonly string[], options: SeriesOptions): Promise<Bounded<CatalogReading>> {
    const { readingTypes, order = "desc", limitEach = Infinity } = options;
    const oldestFirst = this.#seriesOf(ids, readingTypes, options);
    return cutValues(firstOfEach(order === "asc" ? oldestFirst : oldestFirst.toReversed(), limitEach), options);
  }

  async newest(groups: readonly (readonly string[])[], options: NewestOptions): Promise<Bounded<CatalogReading>> {
    const { readingTypes, limitEach } = options;
    const newest = groups.flatMap((ids) => {
      const found = firstOfEach(this.#seriesOf(ids, readingTypes, options).toReversed(), limitEach);
      const last = found[limitEach - 1]?.collectedOn ?? MIN_TIMESTAMP;
      return found.filter(({ collectedOn }) => collectedOn >= last);
    });
    const taken = new Set(newest);
    const newestFirst = this.#seriesOf(groups.flat(), readingTypes, options).toReversed();
    return cutValues(
      newestFirst.filter((reading) => taken.has(reading)),
      options,
    );
  }

  async newestEvents(options: NewestEventsOptions): Promise<Bounded<CatalogReading>> {
    const ids = this.#resources.map(({ id }) => id);
    return cutValues(this.#seriesOf(ids, ["ServiceEvent"], options).toReversed(), options);
  }

  async aggregateSeries(ids: readonly string[], options: AggregateOptions): Promise<Bounded<SeriesBucket>> {
    const readings = this.#seriesOf(ids, [options.readingType], options);
    return cut(aggregateNumbers(readings, options), options);
  }

  async collectionTimes(options: CollectionOptions = {}): Promise<Bounded<CollectionTimes>> {
    const snapshots = this.state.snapshots().map(({ reading }) => reading);
    const { items, isPartial } = collectionTimesOf(snapshots, this.state.series(), options);
    const cutItems = cut(items, options);
    return { items: cutItems.items, isPartial: isPartial || cutItems.isPartial };
  }

  async housekeepingOutlook({ limit = DEFAULT_ITEMS }: ListLimit = {}): Promise<HousekeepingOutlook> {
    const { housekeeping = NO_HOUSEKEEPING } = this.answers;
    const removals = housekeeping.removals.map((each) => ({ ...each, candidates: each.candidates.slice(0, limit) }));
    return { ...housekeeping, removals };
  }

  async heldPlans(options: ListLimit = {}): Promise<Bounded<HeldPlan>> {
    return cut([...(this.answers.heldPlans ?? [])], options);
  }

  async rejections(options: ListLimit = {}): Promise<Bounded<RejectedRecord>> {
    return cut([...(this.answers.rejections ?? [])], options);
  }

  #snapshotsOf(ids: readonly string[], readingTypes?: readonly string[]): CatalogReading[] {
    const wanted = new Set(ids);
    return this.state
      .snapshots()
      .map(({ reading }) => reading)
      .filter(({ resourceId, type }) => wanted.has(resourceId) && (readingTypes?.includes(type) ?? true));
  }

  #seriesOf(
    ids: readonly string[],
    readingTypes: readonly string[],
    { from = "", to }: { from?: string; to?: string },
  ) {
    const wanted = new Set(ids);
    return this.state
      .series()
      .filter(
        ({ resourceId, type, collectedOn }) =>
          wanted.has(resourceId) &&
          readingTypes.includes(type) &&
          collectedOn >= from &&
          (to === undefined || collectedOn < to),
      );
  }

  #holds(value: unknown, where: string): boolean {
    const { matches } = this.answers;
    if (!matches) throw new TypeError("InMemoryCatalog evaluates conditions with its option `matches` only");
    return matches(value, where);
  }

  #below(rootId: string, depth: number): RelatedResource[] {
    const found: RelatedResource[] = [];
    let level = [rootId];
    for (let step = 1; step <= depth && level.length > 0; step++) {
      const children = level.flatMap((id) => this.#childrenOf.get(id) ?? []).filter(({ id }) => id !== rootId);
      found.push(...children.map((child) => ({ ...child, rootId, depth: step })));
      level = children.map(({ id }) => id);
    }
    return found;
  }

  /** What lies above by these types, from the parent upwards. */
  #climb(from: CatalogResource, above: readonly string[]): CatalogResource | undefined {
    let each: CatalogResource | undefined = from;
    for (const type of above) {
      each = this.#byId.get(each.parentId ?? "");
      if (each?.type !== type) return undefined;
    }
    return each;
  }

  #above(rootId: string, depth: number): RelatedResource[] {
    const found = new Map<string, RelatedResource>();
    let parent = this.#byId.get(this.#byId.get(rootId)?.parentId ?? "");
    for (let step = 1; step <= depth && parent && parent.id !== rootId && !found.has(parent.id); step++) {
      found.set(parent.id, { ...parent, rootId, depth: step });
      parent = this.#byId.get(parent.parentId ?? "");
    }
    return [...found.values()];
  }

  #walk(ids: readonly string[], direction: ReferenceDirection, options: ReferencesOptions) {
    const { readingTypes, types } = options;
    const all = this.state.snapshots().flatMap(({ reading, references }) =>
      references.map(({ resourceType, resourceName }) => ({
        resourceId: reading.resourceId,
        resourceType: this.#byId.get(reading.resourceId)!.type,
        resourceName: this.#byId.get(reading.resourceId)!.name,
        readingType: reading.type,
        targetId: resourceId(resourceType, resourceName),
        targetType: resourceType,
        targetName: resourceName,
      })),
    );
    const [near, farType] =
      direction === "forward" ? (["resourceId", "targetType"] as const) : (["targetId", "resourceType"] as const);
    const sorted = all
      .filter((each) => (readingTypes?.includes(each.readingType) ?? true) && (types?.includes(each[farType]) ?? true))
      .toSorted(
        (a, b) =>
          compareTexts(a[near], b[near]) ||
          compareTexts(a.resourceId, b.resourceId) ||
          compareTexts(a.readingType, b.readingType) ||
          compareTexts(a.targetId, b.targetId),
      );
    return walkReferences(ids, direction, options, async (level, limit) => {
      const wanted = new Set(level);
      return sorted.filter((each) => wanted.has(each[near])).slice(0, limit);
    });
  }
}

function byTypeAndName(a: CatalogResource, b: CatalogResource): number {
  return compareTexts(a.type, b.type) || compareTexts(a.name, b.name);
}

function ofTypes<Item extends CatalogResource>(items: Item[], types: readonly string[] | undefined): Item[] {
  return types ? items.filter(({ type }) => types.includes(type)) : items;
}
