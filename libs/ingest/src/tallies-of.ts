import type { Timestamp } from "@binnacle/contract";
import type { BatchPlan, ResourceRow, SeriesRow, SnapshotTouch, TypeTally, WrittenRows } from "./batch-plan.js";
import { NEVER_YET } from "./catalog-state.js";

/** What a batch added by type, once its series are written. */
export function talliesOf({ tallies, series }: BatchPlan, { series: written }: WrittenRows): TypeTally[] {
  return written.size === 0 ? tallies : [...tallies, ...tallySeries(series.filter((row) => written.has(row)))];
}

/** Rows that were not stored are added, or else the transaction is run again: so nothing is counted twice. */
export function tallyResources(rows: readonly ResourceRow[]): TypeTally[] {
  const tally = new Tally("resource");
  for (const { type, isStored, declaredOn } of rows) tally.add(type, isStored ? 0 : 1, declaredOn);
  return tally.moved();
}

export function tallySnapshots(added: readonly SnapshotTouch[], moved: readonly SnapshotTouch[]): TypeTally[] {
  const tally = new Tally("snapshot");
  for (const { type, collectedOn } of added) tally.add(type, 1, collectedOn);
  for (const { type, collectedOn } of moved) tally.add(type, 0, collectedOn);
  return tally.moved();
}

function tallySeries(rows: readonly SeriesRow[]): TypeTally[] {
  const tally = new Tally("series");
  for (const { type, collectedOn } of rows) tally.add(type, 1, collectedOn);
  return tally.moved();
}

class Tally {
  private readonly byType = new Map<string, TypeTally>();

  constructor(private readonly kind: TypeTally["kind"]) {}

  add(type: string, count: number, on: Timestamp): void {
    let tally = this.byType.get(type);
    if (!tally) this.byType.set(type, (tally = { kind: this.kind, type, count: 0, newest: NEVER_YET }));
    tally.count += count;
    if (on > tally.newest) tally.newest = on;
  }

  /** Those that say something. */
  moved(): TypeTally[] {
    return [...this.byType.values()].filter(({ count, newest }) => count > 0 || newest > NEVER_YET);
  }
}
