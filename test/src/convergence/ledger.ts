/** Records by `source kind outcome`. */
export type Ledger = Record<string, number>;

const LINE = /^binnacle_sink_records_total\{([^}]*)\} (\d+)$/gmu;
const LABEL = /(\w+)="([^"]*)"/gu;

/** The counters of a sink's metrics. */
export function ledgerOf(metrics: string): Ledger {
  return Object.fromEntries(
    [...metrics.matchAll(LINE)].map(([, labels, count]) => {
      const { source, kind, outcome } = Object.fromEntries(
        [...labels!.matchAll(LABEL)].map(([, label, value]) => [label, value]),
      );
      return [`${source} ${kind} ${outcome}`, Number(count)];
    }),
  );
}

/** The sums over all outcomes, or over some. */
export function totals(ledgers: readonly Ledger[], isCounted = (_outcome: string): boolean => true): Ledger {
  const sums: Ledger = {};
  for (const [key, count] of ledgers.flatMap((ledger) => Object.entries(ledger))) {
    const [source, kind, outcome] = key.split(" ") as [string, string, string];
    if (isCounted(outcome)) sums[`${source} ${kind}`] = (sums[`${source} ${kind}`] ?? 0) + count;
  }
  return sums;
}
