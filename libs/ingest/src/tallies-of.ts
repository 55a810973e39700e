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
  for (const { type, isStored, declaredOn } of rows) tally.add(type, null, isStored ? 0 : 1, declaredOn);
  return tally.moved();
}

/** @param typeOf the type of a Resource of the batch, by id */
export function tallySnapshots(
  added: readonly SnapshotTouch[],
  moved: readonly SnapshotTouch[],
  typeOf: (resourceId: string) => string,
): TypeTally[] {
  const tally = new Tally("snapshot");
  for (const { resourceId, type, collectedOn } of added) tally.add(type, typeOf(resourceId), 1, collectedOn);
  for (const { resourceId, type, collectedOn } of moved) tally.add(type, typeOf(resourceId), 0, collectedOn);
  return tally.moved();
}

function tallySeries(rows: readonly SeriesRow[]): TypeTally[] {
  const tally = new Tally("series");
  for (const { type, collectedOn } of rows) tally.add(type, null, 1, collectedOn);
  return tally.moved();
}

class Tally {
  private readonly byTypes = new Map<string, TypeTally>();

  constructor(private readonly kind: TypeTally["kind"]) {}

  add(type: string, resourceType: string | null, count: number, on: Timestamp): void {
    const key = resourceType === null ? type : `${type}\n${resourceType}`;
    let tally = this.byTypes.get(key);
    if (!tally) {
      tally = { kind: this.kind, type, resourceType, count: 0, newest: NEVER_YET };
      this.byTypes.set(key, tally);
    }
    tally.count += count;
    if (on > tally.newest) tally.newest = on;
  }

  /** Those that say something. */
  moved(): TypeTally[] {
    return [...this.byTypes.values()].filter(({ count, newest }) => count > 0 || newest > NEVER_YET);
  }
}
