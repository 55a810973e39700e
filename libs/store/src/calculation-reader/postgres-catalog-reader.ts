import {
  compareTexts,
  DEFAULT_ITEMS,
  MAX_DEPTH,
  MAX_ITEMS,
  valueDigest,
  walkReferences,
  type AggregateOptions,
  type AncestorTargets,
  type Bounded,
  type CatalogReader,
  type CatalogReading,
  type CatalogReference,
  type CatalogResource,
  type ChildrenOptions,
  type CollectionOptions,
  type CollectionTimes,
  type ConditionMatch,
  type DescendantsOptions,
  type HeldPlan,
  type HousekeepingOutlook,
  type ListLimit,
  type NewestEventsOptions,
  type NewestOptions,
  type ReadingsOptions,
  type ReferencesOptions,
  type ReferenceTargets,
  type ReferrerAncestorsOptions,
  type RejectedRecord,
  type RelatedResource,
  type ResourceQuery,
  type SeriesBucket,
  type SeriesChangesOptions,
  type SeriesOptions,
  type SilentOptions,
  type SnapshotCondition,
  type SnapshotsOfTypeOptions,
  type TargetsOptions,
} from "@binnacle/calculation";
import { resourceId } from "@binnacle/contract";
import type { Database } from "../reads/database.js";
import { listPlans } from "../reads/list-housekeeping.js";
import { aggregateSeries } from "./aggregate-series.js";
import { listResourcePage } from "./list-resource-page.js";
import { matchSnapshots } from "./match-snapshots.js";
import { readAncestors } from "./read-ancestors.js";
import { readAncestorsOfReferrers } from "./read-ancestors-of-referrers.js";
import { readAncestorsOfSilent } from "./read-ancestors-of-silent.js";
import { readChildren } from "./read-children.js";
import { readCollectionTimes } from "./read-collection-times.js";
import { readDescendants } from "./read-descendants.js";
import { readNewestEvents } from "./read-newest-events.js";
import { readNewest } from "./read-newest.js";
import { readOutlook, type OutlookPolicy } from "./read-outlook.js";
import { readPresentResources } from "./read-present-resources.js";
import { readReferences } from "./read-references.js";
import { readRejections } from "./read-rejections.js";
import { readResourcesNamedLike } from "./read-resources-named-like.js";
import { readSeriesChanges } from "./read-series-changes.js";
import { readSeries } from "./read-series.js";
import { readSnapshotValues } from "./read-snapshot-values.js";
import { readSnapshotsOfType } from "./read-snapshots-of-type.js";
import { readTargets } from "./read-targets.js";
import { withinBytes } from "./within-bytes.js";

const PAGE = 1000;

/** How statements are run that are not like the others. */
export interface ReaderSettings {
  /** The housekeeper's rules. */
  policy: OutlookPolicy;
  /** For what looks at all of a type, which is not found one by one. */
  overType<Result>(work: (database: Database) => Promise<Result>): Promise<Result>;
  /** With a look at more than the views show. */
  withTables<Result>(work: (tables: Database) => Promise<Result>): Promise<Result>;
}

/** The catalog as one transaction sees it. */
export class PostgresCatalogReader implements CatalogReader {
  constructor(
    private readonly database: Database,
    private readonly settings: ReaderSettings,
  ) {}

  async resources(ids: readonly string[]): Promise<CatalogResource[]> {
    return ids.length === 0 ? [] : readPresentResources(this.database, requireFew(ids));
  }

  async resourcesNamed(addresses: readonly { type: string; name: string }[]): Promise<CatalogResource[]> {
    return this.resources(addresses.map(({ type, name }) => resourceId(type, name)));
  }

  async *listResources(query: ResourceQuery): AsyncIterable<Bounded<CatalogResource>> {
    const { types, name, namePrefix } = query;
    let { after } = query;
    let left = limitOf(query);
    for (;;) {
      const wanted = Math.min(PAGE, left);
      // One more than wanted tells whether there is more.
      const found = await listResourcePage(this.database, { types, name, namePrefix, after, limit: wanted + 1 });
      const items = found.slice(0, wanted);
      left -= items.length;
      const hasMore = found.length > wanted;
      if (items.length > 0 || hasMore) yield { items, isPartial: hasMore && left === 0 };
      if (!hasMore || left === 0) return;
      after = items.at(-1);
    }
  }

  async resourcesNamedLike(type: string, part: string, options: ListLimit = {}): Promise<Bounded<CatalogResource>> {
    return cut(options, (limit) => readResourcesNamedLike(this.database, { type, part, limit }));
  }

  async children(ids: readonly string[], options: ChildrenOptions = {}): Promise<Bounded<CatalogResource>> {
    return cut(options, (limit) => readChildren(this.database, requireFew(ids), { types: options.types, limit }));
  }

  async descendants(ids: readonly string[], options: DescendantsOptions = {}): Promise<Bounded<RelatedResource>> {
    const { types, depth } = options;
    return cut(options, (limit) =>
      readDescendants(this.database, requireFew(ids), { types, depth: depthOf(depth), limit }),
    );
  }

  async ancestors(
    ids: readonly string[],
    options: { depth?: number } & ListLimit = {},
  ): Promise<Bounded<RelatedResource>> {
    return cut(options, (limit) =>
      readAncestors(this.database, requireFew(ids), { depth: depthOf(options.depth), limit }),
    );
  }

  async ancestorsOfSilent(options: SilentOptions): Promise<Bounded<string>> {
    requireLevels(options.above);
    return this.settings.overType((database) =>
      cut(options, (limit) => readAncestorsOfSilent(database, { ...options, limit })),
    );
  }

  async ancestorsOfReferrers(
    ids: readonly string[],
    options: ReferrerAncestorsOptions,
  ): Promise<Bounded<AncestorTargets>> {
    requireLevels(options.above);
    const limit = limitOf(options);
    return readAncestorsOfReferrers(this.database, requireFew(ids), { ...options, limit });
  }

  async snapshots(ids: readonly string[], options: ReadingsOptions = {}): Promise<Bounded<CatalogReading>> {
    if (ids.length === 0) return { items: [], isPartial: false };
    const limit = limitOf(options);
    const rows = await readSnapshotValues(this.database, requireFew(ids), {
      types: options.readingTypes,
      limit: limit + 1,
    });
    return withinBytes(rows, limit);
  }

  async snapshotsOfType(options: SnapshotsOfTypeOptions): Promise<Bounded<CatalogReading>> {
    const limit = limitOf(options);
    const exceptDigests = (options.exceptValues ?? []).map(valueDigest);
    const rows = await this.settings.overType((database) =>
      readSnapshotsOfType(database, { ...options, exceptDigests, limit: limit + 1 }),
    );
    return withinBytes(rows, limit);
  }

  async matchSnapshots(
    ids: readonly string[],
    conditions: readonly SnapshotCondition[],
    options: ListLimit = {},
  ): Promise<Bounded<ConditionMatch>> {
    return cut(options, (limit) => matchSnapshots(this.database, requireFew(ids), { conditions, limit }));
  }

  async references(ids: readonly string[], options: ReferencesOptions = {}): Promise<Bounded<CatalogReference>> {
    return this.#walk(ids, "forward", options);
  }

  async referrers(ids: readonly string[], options: ReferencesOptions = {}): Promise<Bounded<CatalogReference>> {
    return this.#walk(ids, "backward", options);
  }

  async targets(ids: readonly string[], options: TargetsOptions): Promise<Bounded<ReferenceTargets>> {
    const { readingTypes, withReading, exceptValues = [] } = options;
    const exceptDigests = exceptValues.map(valueDigest);
    return cut(options, (limit) =>
      readTargets(this.database, requireFew(ids), { readingTypes, withReading, exceptDigests, limit }),
    );
  }

  async seriesChanges(ids: readonly string[], options: SeriesChangesOptions): Promise<Bounded<CatalogReading>> {
    if (ids.length === 0) return { items: [], isPartial: false };
    const limit = limitOf(options);
    const rows = await readSeriesChanges(this.database, requireFew(ids), { ...options, limit: limit + 1 });
    return withinBytes(rows, limit);
  }

  async series(ids: readonly string[], options: SeriesOptions): Promise<Bounded<CatalogReading>> {
    if (ids.length === 0 || options.readingTypes.length === 0) return { items: [], isPartial: false };
    const limit = limitOf(options);
    return withinBytes(await readSeries(this.database, requireFew(ids), { ...options, limit: limit + 1 }), limit);
  }

  async newest(groups: readonly (readonly string[])[], options: NewestOptions): Promise<Bounded<CatalogReading>> {
    requireFew(groups.flat());
    const limit = limitOf(options);
    return withinBytes(await readNewest(this.database, groups, { ...options, limit: limit + 1 }), limit);
  }

  async newestEvents(options: NewestEventsOptions): Promise<Bounded<CatalogReading>> {
    const limit = limitOf(options);
    return withinBytes(await readNewestEvents(this.database, { ...options, limit: limit + 1 }), limit);
  }

  async aggregateSeries(ids: readonly string[], options: AggregateOptions): Promise<Bounded<SeriesBucket>> {
    if (ids.length === 0) return { items: [], isPartial: false };
    return cut(options, (limit) => aggregateSeries(this.database, requireFew(ids), { ...options, limit }));
  }

  async collectionTimes(options: CollectionOptions = {}): Promise<Bounded<CollectionTimes>> {
    const { ids, readingTypes } = options;
    const { items, isPartial } = await readCollectionTimes(this.database, {
      ids: ids && requireFew(ids),
      readingTypes,
    });
    const limit = limitOf(options);
    const sorted = items.toSorted(
      (a, b) =>
        compareTexts(a.readingType, b.readingType) ||
        compareTexts(a.storageMode, b.storageMode) ||
        compareTexts(a.source, b.source),
    );
    return { items: sorted.slice(0, limit), isPartial: isPartial || sorted.length > limit };
  }

  async housekeepingOutlook(options: ListLimit = {}): Promise<HousekeepingOutlook> {
    return this.settings.withTables((tables) => readOutlook(tables, this.settings.policy, limitOf(options)));
  }

  async heldPlans(options: ListLimit = {}): Promise<Bounded<HeldPlan>> {
    return this.settings.withTables((tables) =>
      cut(options, async (limit) => {
        const plans = await listPlans(tables, { status: "held", limit });
        return plans.map(({ id, rule, resourceType, reason, plannedOn }) => ({
          id,
          rule,
          resourceType,
          reason,
          plannedOn,
        }));
      }),
    );
  }

  async rejections(options: ListLimit = {}): Promise<Bounded<RejectedRecord>> {
    return this.settings.withTables((tables) => cut(options, (limit) => readRejections(tables, limit)));
  }

  #walk(ids: readonly string[], direction: "forward" | "backward", options: ReferencesOptions) {
    const { readingTypes, types } = options;
    return walkReferences(requireFew(ids), direction, options, (level, limit) =>
      readReferences(this.database, level, { direction, readingTypes, types, limit }),
    );
  }
}

function limitOf({ limit = DEFAULT_ITEMS }: ListLimit): number {
  return Math.min(limit, MAX_ITEMS);
}

function depthOf(depth = MAX_DEPTH): number {
  return Math.min(depth, MAX_DEPTH);
}

function requireLevels(above: readonly string[]): void {
  if (above.length === 0 || above.length > MAX_DEPTH) throw new RangeError(`1 to ${MAX_DEPTH} levels can be gone up`);
}

function requireFew(ids: readonly string[]): readonly string[] {
  if (ids.length > MAX_ITEMS) throw new RangeError(`At most ${MAX_ITEMS} ids can be asked about at once`);
  return ids;
}

/** Reads one more than the limit, which tells whether there is more. */
async function cut<Item>(options: ListLimit, read: (limit: number) => Promise<Item[]>): Promise<Bounded<Item>> {
  const limit = limitOf(options);
  const items = await read(limit + 1);
  return { items: items.slice(0, limit), isPartial: items.length > limit };
}
