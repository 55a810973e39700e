import { epochMicros, type StorageMode } from "@binnacle/contract";
import type { Bounded, CatalogReading, CollectionTimes } from "../catalog/catalog-items.js";
import {
  ENUMERATED_SERIES,
  SAMPLED_SERIES,
  SAMPLED_SNAPSHOTS,
  SAMPLED_TIMES,
  type CollectionOptions,
} from "../catalog/catalog-reader.js";
import { compareTexts } from "../catalog/compare-texts.js";

/** When sources collected; the snapshots are sorted by Resource, the Readings of series by time. */
export function collectionTimesOf(
  snapshots: readonly CatalogReading[],
  series: readonly CatalogReading[],
  { ids, readingTypes }: CollectionOptions,
): Bounded<CollectionTimes> {
  const wanted = ids && new Set(ids);
  const isWanted = ({ resourceId, type }: CatalogReading): boolean =>
    (wanted?.has(resourceId) ?? true) && (readingTypes?.includes(type) ?? true);

  const byType = [...Map.groupBy(snapshots.filter(isWanted), ({ type }) => type).values()];
  const allSeries = [...Map.groupBy(series, ({ resourceId, type }) => `${resourceId} ${type}`).entries()]
    .toSorted(([a], [b]) => compareTexts(a, b))
    .map(([, readings]) => readings.toReversed());
  const bySeries = allSeries.slice(0, wanted ? undefined : ENUMERATED_SERIES).filter(([newest]) => isWanted(newest!));

  const sampled = byType.flatMap((readings) => readings.slice(0, wanted ? undefined : SAMPLED_SNAPSHOTS));
  const sampledSeries = bySeries.slice(0, wanted ? undefined : SAMPLED_SERIES);
  const isPartial =
    sampled.length < byType.flat().length ||
    sampledSeries.length < bySeries.length ||
    (!wanted && allSeries.length > ENUMERATED_SERIES);
  const items = [
    ...summarize(
      "SNAPSHOT",
      sampled.map((reading) => [reading]),
    ),
    ...summarize(
      "TIME_SERIES",
      sampledSeries.map((readings) => readings.slice(0, SAMPLED_TIMES)),
    ),
  ];
  return { items: items.toSorted(byKey), isPartial };
}

/** From the Readings of each Resource and type, newest first. */
function summarize(storageMode: StorageMode, ofEach: readonly CatalogReading[][]): CollectionTimes[] {
  const bySource = ofEach.flatMap((readings) => [...Map.groupBy(readings, ({ source }) => source).values()]);
  const groups = Map.groupBy(bySource, ([newest]) => `${newest!.type} ${newest!.source}`);
  return [...groups.values()].map((group) => {
    const newest = group.map((readings) => readings[0]!.collectedOn).toSorted();
    const intervals = group.flatMap(intervalsOf).toSorted((a, b) => a - b);
    const { source, type: readingType } = group[0]![0]!;
    return {
      source,
      readingType,
      storageMode,
      resources: new Set(group.map((readings) => readings[0]!.resourceId)).size,
      newestOn: newest.at(-1)!,
      oldestOn: newest[0]!,
      intervals: intervals.length,
      medianMicros: intervals[Math.ceil(intervals.length * 0.5) - 1] ?? null,
      longMicros: intervals[Math.ceil(intervals.length * 0.9) - 1] ?? null,
    };
  });
}

function intervalsOf(newestFirst: readonly CatalogReading[]): number[] {
  const times = [...new Set(newestFirst.map(({ collectedOn }) => collectedOn))];
  return times.slice(1).map((time, index) => Number(epochMicros(times[index]!) - epochMicros(time)));
}

function byKey(a: CollectionTimes, b: CollectionTimes): number {
  return (
    compareTexts(a.readingType, b.readingType) ||
    compareTexts(a.storageMode, b.storageMode) ||
    compareTexts(a.source, b.source)
  );
}
