import { parseTimestamp, resourceId, type CollectorRun } from "@binnacle/contract";
import type { CatalogReader } from "../../catalog/catalog-reader.js";
import { usualInterval, type UsualInterval } from "./lateness.js";

const OUTCOMES = ["ok", "partial", "failed", "empty"] as const;

/** What is known of the runs of a source. */
export interface SourceRuns {
  /** The newest; `null` if its collector reports none. */
  lastRun: CollectorRun | null;
  interval: UsualInterval | undefined;
}

/** Reads what collectors report of their runs: the newest, and the usual interval where they are kept as a series. */
export async function readCollectorRuns(
  catalog: CatalogReader,
  sources: readonly string[],
): Promise<{ runsOf: Map<string, SourceRuns>; isPartial: boolean }> {
  const idOf = new Map(sources.map((source) => [source, resourceId("Collector", source)]));
  const options = { readingTypes: ["CollectorRun"] };
  const snapshots = await catalog.snapshots([...idOf.values()], options);
  const times = await catalog.collectionTimes({ ...options, ids: [...idOf.values()] });
  const lastRuns = new Map(snapshots.items.map(({ resourceId: id, value }) => [id, readRun(value)]));
  const series = times.items.filter(({ storageMode }) => storageMode === "TIME_SERIES");
  // A collector reports its own runs, so the Readings' source is the one that ran.
  const intervals = new Map(series.map((each) => [each.source, usualInterval(each, "runs")]));
  const runsOf = new Map(
    sources.map((source) => [
      source,
      { lastRun: lastRuns.get(idOf.get(source)!) ?? null, interval: intervals.get(source) },
    ]),
  );
  return { runsOf, isPartial: snapshots.isPartial || times.isPartial };
}

/** Anybody may have published anything. */
function readRun(value: unknown): CollectorRun | null {
  if (typeof value !== "object" || value === null) return null;
  const { startedOn, endedOn, outcome, records } = value as Record<string, unknown>;
  const [start, end] = [startedOn, endedOn].map((time) =>
    typeof time === "string" ? parseTimestamp(time) : undefined,
  );
  const known = OUTCOMES.find((each) => each === outcome);
  if (start === undefined || end === undefined || !known || typeof records !== "number") return null;
  return { startedOn: start, endedOn: end, outcome: known, records };
}
