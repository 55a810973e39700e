import type { Timestamp } from "@binnacle/contract";
import type { AcceptedRecord } from "./accepted-record.js";
import type { BatchKeys, BatchPlan, WrittenRows } from "./batch-plan.js";
import { snapshotKey, type CatalogState, type SnapshotAddress } from "./catalog-state.js";
import type { Outcome } from "./outcome.js";
import { Planner } from "./planner.js";

/** What must be read before the records can be planned. */
export function keysOf(records: readonly AcceptedRecord[]): BatchKeys {
  const resources = new Map<string, boolean>();
  const own = new Set<string>();
  const snapshots = new Map<string, SnapshotAddress>();
  for (const record of records) {
    if (record.kind === "sweep") continue;
    const { id } = record.resource;
    if (record.kind === "removal") resources.set(id, true);
    else if (!resources.has(id)) resources.set(id, false);
    if (record.kind !== "reading") own.add(id);
    if (record.kind === "resource" && record.parent && !resources.has(record.parent.id)) {
      resources.set(record.parent.id, false);
    }
    if (record.kind === "reading" && record.storageMode === "SNAPSHOT") {
      const address = { resourceId: id, type: record.type };
      snapshots.set(snapshotKey(address), address);
    }
  }
  return { resources, own, snapshots: [...snapshots.values()] };
}

export interface PlanOptions {
  /** Reading types of which every accepted snapshot is also kept as a series. */
  keepHistory?: ReadonlySet<string> | undefined;
  /** Since when series of a reading type are kept: what is older comes too late. Types that are not in here are kept for ever. */
  keptSince?: ReadonlyMap<string, Timestamp> | undefined;
}

/**
 * Merges the records into what is stored and says what to write and what came of each. The plan ends in the same state
 * in whatever order the records stand; only outcomes speak of the order.
 */
export function planBatch(
  records: readonly AcceptedRecord[],
  state: CatalogState,
  { keepHistory = NO_TYPES, keptSince = NO_LIMITS }: PlanOptions = {},
): BatchPlan {
  const planner = new Planner(records, state, keepHistory, keptSince);
  const outcomes = records.map((record, index) => planner.take(record, index));
  return planner.plan(outcomes);
}

/** The outcomes, with those that only the database could tell. */
export function settleOutcomes(plan: BatchPlan, written: WrittenRows): Outcome[] {
  const outcomes = [...plan.outcomes];
  for (const row of written.series) if (row.record !== undefined) outcomes[row.record] = "created";
  for (const row of written.sweeps) outcomes[row.record] = "created";
  return outcomes;
}

export const NO_TYPES: ReadonlySet<string> = new Set();
export const NO_LIMITS: ReadonlyMap<string, Timestamp> = new Map();
