import type { SourceTally } from "./batch-plan.js";
import type { Received } from "./rejection.js";

/** Whose records a transaction deals with. */
export function sourcesOf(
  accepted: readonly Pick<Received, "source" | "receivedOn">[],
  rejected: readonly Pick<Received, "source" | "receivedOn">[],
): SourceTally[] {
  const bySource = new Map<string, SourceTally>();
  const add = ({ source, receivedOn }: Pick<Received, "source" | "receivedOn">, rejections: number): void => {
    const tally = bySource.get(source);
    if (!tally) {
      bySource.set(source, { source, records: 1, rejections, newest: receivedOn });
      return;
    }
    tally.records++;
    tally.rejections += rejections;
    if (receivedOn > tally.newest) tally.newest = receivedOn;
  };
  for (const each of accepted) add(each, 0);
  for (const each of rejected) add(each, 1);
  return [...bySource.values()];
}
