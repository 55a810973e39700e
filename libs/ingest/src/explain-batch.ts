import type { AcceptedRecord } from "./accepted-record.js";
import type { BatchPlan } from "./batch-plan.js";
import { snapshotKey, type CatalogState, type SnapshotAddress } from "./catalog-state.js";
import type { Outcome } from "./outcome.js";
import { NO_LIMITS, NO_TYPES, type PlanOptions } from "./plan-batch.js";
import { Planner, type ShownResource } from "./planner.js";

/** What one record does to what is shown of what it speaks of. */
export interface RecordEffect {
  /** Its Resource before and after it; absent for a sweep. */
  resource?: { before: ShownResource; after: ShownResource };
  /** Of a snapshot that was there already: what stated it, a record of the batch by its place, or what is stored. */
  replaces?: number | "stored";
}

/** A plan, with what each of its records does by itself, in the order in which they stand. */
export interface ExplainedPlan extends BatchPlan {
  effects: RecordEffect[];
}

/** Plans as `planBatch` does, for somebody who wants to know and not to write. */
export function explainBatch(
  records: readonly AcceptedRecord[],
  state: CatalogState,
  { keepHistory = NO_TYPES, keptSince = NO_LIMITS }: PlanOptions = {},
): ExplainedPlan {
  const planner = new Planner(records, state, keepHistory, keptSince);
  const outcomes: Outcome[] = [];
  const effects: RecordEffect[] = [];
  const statedBy = new Map<string, number>();
  for (const [index, record] of records.entries()) {
    if (record.kind === "sweep") {
      outcomes.push(planner.take(record, index));
      effects.push({});
      continue;
    }
    const before = planner.shownOf(record);
    const address = snapshotOf(record);
    const newest = address && planner.newestSnapshot(address);
    outcomes.push(planner.take(record, index));
    const effect: RecordEffect = { resource: { before, after: planner.shownOf(record) } };
    if (newest) effect.replaces = statedBy.get(snapshotKey(address!)) ?? "stored";
    effects.push(effect);
    if (address && planner.newestSnapshot(address) !== newest) statedBy.set(snapshotKey(address), index);
  }
  return { ...planner.plan(outcomes), effects };
}

function snapshotOf(record: AcceptedRecord): SnapshotAddress | undefined {
  if (record.kind !== "reading" || record.storageMode !== "SNAPSHOT") return undefined;
  return { resourceId: record.resource.id, type: record.type };
}
