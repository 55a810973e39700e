import { addMicros, epochMicros } from "@binnacle/contract";
import type { CatalogReading, SeriesBucket } from "../catalog/catalog-items.js";
import type { AggregateOptions } from "../catalog/catalog-reader.js";

/** As PostgreSQL is asked, so that both agree on what is too large. */
const LARGEST = 1e308;

/** Numbers of Readings per span of time, by Resource and time. The Readings are sorted by time. */
export function aggregateNumbers(readings: readonly CatalogReading[], options: AggregateOptions): SeriesBucket[] {
  const { path, from, spanMicros, percentiles = [], byResource = false } = options;
  const start = epochMicros(from);
  const groups = Map.groupBy(readings, ({ resourceId, collectedOn }) => {
    const span = Number((epochMicros(collectedOn) - start) / BigInt(spanMicros));
    return `${byResource ? resourceId : ""} ${String(span).padStart(16, "0")}`;
  });
  return [...groups.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => {
      const [resourceId, span] = key.split(" ") as [string, string];
      const numbers = group.map(({ value }) => numberAt(value, path)).filter((number) => number !== undefined);
      const sorted = numbers.toSorted((a, b) => a - b);
      return {
        resourceId: resourceId === "" ? null : resourceId,
        from: addMicros(from, Number(span) * spanMicros),
        count: numbers.length,
        skipped: group.length - numbers.length,
        min: sorted[0] ?? null,
        max: sorted.at(-1) ?? null,
        mean: numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0) / numbers.length,
        percentiles: percentiles.map((percentile) => interpolate(sorted, percentile / 100)),
      };
    });
}

function numberAt(value: unknown, path: readonly string[]): number | undefined {
  let at = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null) return undefined;
    if (Array.isArray(at)) at = /^-?\d+$/.test(key) ? at.at(Number(key)) : undefined;
    else at = Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined;
  }
  return typeof at === "number" && Math.abs(at) <= LARGEST ? at : undefined;
}

function interpolate(sorted: readonly number[], fraction: number): number | null {
  if (sorted.length === 0) return null;
  const position = fraction * (sorted.length - 1);
  const below = sorted[Math.floor(position)]!;
  const above = sorted[Math.ceil(position)]!;
  return below + (above - below) * (position - Math.floor(position));
}
