import { parseDuration, type CollectorRun, type StorageMode, type Timestamp } from "@binnacle/contract";
import { Calculation, type CalculationContext, type PartialResult } from "../../calculation.js";
import type { CollectionTimes } from "../../catalog/catalog-items.js";
import type { CatalogReader } from "../../catalog/catalog-reader.js";
import { compareTexts } from "../../catalog/compare-texts.js";
import { Parameter } from "../../parameters/parameter.js";
import {
  BOOLEAN_RULE,
  choiceRule,
  durationRule,
  NAME_RULE,
  numberRule,
  SOURCE_RULE,
  TYPE_RULE,
  UUID_RULE,
} from "../../parameters/rules.js";
import { chooseResources } from "../choose-resources.js";
import { readCollectorRuns, type SourceRuns } from "./collector-runs.js";
import {
  lateness,
  usualInterval,
  type Basis,
  type FreshnessState,
  type Lateness,
  type UsualInterval,
} from "./lateness.js";
import { RESULT_SCHEMA } from "./result-schema.js";

export class FreshnessParameters {
  @Parameter(SOURCE_RULE, { repeatable: true, description: "Only what these sources collect." })
  source?: string[];

  @Parameter(TYPE_RULE, { repeatable: true, description: "Only Readings of these types." })
  readingType?: string[];

  @Parameter(UUID_RULE, { repeatable: true, description: "Only of these Resources; then nothing is sampled." })
  id?: string[];

  @Parameter(TYPE_RULE, { description: "With `resourceName`: the Resource's type, instead of `id`." })
  resourceType?: string;

  @Parameter(NAME_RULE, { description: "With `resourceType`: the Resource's name, instead of `id`." })
  resourceName?: string;

  @Parameter(BOOLEAN_RULE, { description: "With Resources: of everything below them as well." })
  descendants: boolean = false;

  @Parameter(choiceRule(["late", "ok", "unknown"]), { repeatable: true, description: "Only what is in these states." })
  state?: FreshnessState[];

  @Parameter(numberRule(1, 100), { description: "How many usual intervals may pass before it is late." })
  tolerance: number = 2;

  @Parameter(durationRule(), { description: "The interval of what is not known to have one." })
  defaultInterval?: string;
}

export interface FreshnessItem extends Lateness {
  source: string;
  readingType: string;
  storageMode: StorageMode;
  resources: number;
  newestOn: Timestamp;
  oldestOn: Timestamp;
  intervalSeconds: number | null;
  basis: Basis | null;
}

export interface FreshnessResult {
  counts: Record<FreshnessState, number>;
  items: FreshnessItem[];
  sources: { name: string; lastRun: CollectorRun | null; late: number }[];
}

@Calculation({
  name: "freshness",
  description:
    "What is late: per source and reading type, when it was collected last, how long its usual interval is, and when the next is due.",
  parameters: FreshnessParameters,
  result: RESULT_SCHEMA,
  freshFor: "PT1M",
})
export class Freshness implements Calculation<FreshnessParameters, FreshnessResult> {
  async compute(
    parameters: FreshnessParameters,
    { catalog, now }: CalculationContext,
  ): Promise<PartialResult<FreshnessResult>> {
    const { source: wanted, readingType, state, tolerance, defaultInterval } = parameters;
    const chosen = await chooseIds(catalog, parameters);
    const collected = await catalog.collectionTimes({
      ...(chosen && { ids: chosen.ids }),
      ...(readingType && { readingTypes: readingType }),
    });
    const times = collected.items.filter(({ source }) => wanted?.includes(source) ?? true);
    const sources = [...new Set(times.map(({ source }) => source))].toSorted(compareTexts);
    const { runsOf, isPartial } = await readCollectorRuns(catalog, sources);
    const given = defaultInterval === undefined ? undefined : givenInterval(defaultInterval);
    const items = times.map((each) => {
      const interval = intervalOf(each, times, runsOf.get(each.source)) ?? given;
      return describe(each, interval, lateness(each.newestOn, interval, { tolerance, now }));
    });
    const counts = { late: 0, ok: 0, unknown: 0 };
    for (const item of items) counts[item.state]++;
    return {
      result: {
        counts,
        items: items.filter((item) => state?.includes(item.state) ?? true).toSorted(latestFirst),
        sources: sources.map((name) => ({
          name,
          lastRun: runsOf.get(name)!.lastRun,
          late: items.filter((item) => item.source === name && item.state === "late").length,
        })),
      },
      isPartial: collected.isPartial || isPartial || (chosen?.isPartial ?? false),
    };
  }
}

async function chooseIds(
  catalog: CatalogReader,
  parameters: FreshnessParameters,
): Promise<{ ids: string[]; isPartial: boolean } | undefined> {
  const { id, resourceType, resourceName } = parameters;
  if (id === undefined && resourceType === undefined && resourceName === undefined) return undefined;
  const { items, isPartial } = await chooseResources(catalog, parameters);
  return { ids: items.map((resource) => resource.id), isPartial };
}

/** Snapshots are overwritten, so their interval is that of a series of the same type, or of the runs that bring them. */
function intervalOf(
  { source, readingType }: CollectionTimes,
  all: readonly CollectionTimes[],
  runs: SourceRuns | undefined,
): UsualInterval | undefined {
  const series = all.find(
    (each) => each.storageMode === "TIME_SERIES" && each.source === source && each.readingType === readingType,
  );
  return usualInterval(series, "series") ?? runs?.interval;
}

function givenInterval(duration: string): UsualInterval {
  const micros = parseDuration(duration)!;
  return { micros, longMicros: micros, basis: "given" };
}

function describe(
  { source, readingType, storageMode, resources, newestOn, oldestOn }: CollectionTimes,
  interval: UsualInterval | undefined,
  late: Lateness,
): FreshnessItem {
  const intervalSeconds = interval ? interval.micros / 1e6 : null;
  const basis = interval?.basis ?? null;
  return { source, readingType, storageMode, resources, newestOn, oldestOn, intervalSeconds, basis, ...late };
}

/** What is late longest comes first; the rest by (readingType, storageMode, source), as it was read. */
function latestFirst(a: FreshnessItem, b: FreshnessItem): number {
  return (b.lateBySeconds ?? -1) - (a.lateBySeconds ?? -1);
}
