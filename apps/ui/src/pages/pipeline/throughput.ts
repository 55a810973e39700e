/** How many records had come of each source at a moment, in milliseconds since 1970. */
export interface Count {
  on: number;
  records: ReadonlyMap<string, number>;
}

/** Shorter than this, a rate says more about single messages than about a source. */
const WINDOW_MS = 60_000;

/** The counts that rates are told from, with a new one added: one older than a minute, and what came since. */
export function withCount(counts: readonly Count[], next: Count): Count[] {
  const all = counts.at(-1)?.on === next.on ? [...counts] : [...counts, next];
  const oldest = all.findLastIndex(({ on }) => on <= next.on - WINDOW_MS);
  return all.slice(Math.max(oldest, 0));
}

/** Records a second of each source over the last minute, or since it is looked at; `undefined` before there are two counts. */
export function ratesOf(counts: readonly Count[]): Map<string, number> | undefined {
  const [first, last] = [counts[0], counts.at(-1)];
  if (first === undefined || last === undefined || first.on >= last.on) return undefined;
  const seconds = (last.on - first.on) / 1000;
  return new Map(
    [...last.records].map(([name, records]) => [name, Math.max(0, records - (first.records.get(name) ?? 0)) / seconds]),
  );
}

/** A rate as one would say it: `12 /s`, `0.2 /s`, `none`. */
export function rateText(rate: number): string {
  if (rate === 0) return "none";
  if (rate >= 10) return `${Math.round(rate).toLocaleString("en")} /s`;
  return rate < 0.1 ? `${(rate * 60).toFixed(1)} /min` : `${rate.toFixed(1)} /s`;
}
