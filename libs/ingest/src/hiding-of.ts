import type { Timestamp } from "@binnacle/contract";
import type { BatchPlan, ResourceRow, SeriesRow } from "./batch-plan.js";
import { NEVER_YET, snapshotKey, type CatalogState, type StoredResource } from "./catalog-state.js";

/**
 * The Resources that ended, and of which a batch may change what they hide: themselves, snapshots, or series. Whatever keeps one present,
 * or would if others did not, counts when it is lost, and when it comes unless its own record keeps it present: see decision 23.
 */
export function hidingOf(plan: BatchPlan, state: CatalogState, written: ReadonlySet<SeriesRow>): string[] {
  const endings = new Map<string, Timestamp>();
  for (const known of [state.resources, state.formerParents]) {
    for (const [id, { removedOn }] of known) if (removedOn > NEVER_YET) endings.set(id, removedOn);
  }
  for (const { id, removedOn } of plan.resources) if (removedOn > NEVER_YET) endings.set(id, removedOn);
  if (endings.size === 0) return [];
  const hiding = new Set<string>();
  noteRows(plan.resources, state, endings, hiding);
  noteSnapshots(plan, state, endings, hiding);
  for (const { resourceId } of written) {
    if (endings.has(resourceId) && !plan.present.has(resourceId)) hiding.add(resourceId);
  }
  return [...hiding];
}

function noteRows(
  rows: readonly ResourceRow[],
  { resources, formerParents }: CatalogState,
  endings: ReadonlyMap<string, Timestamp>,
  hiding: Set<string>,
): void {
  for (const row of rows) {
    const stored = resources.get(row.id);
    const isSettled = stored !== undefined && isDeclared(stored) && stored.removedOn === row.removedOn;
    if (endings.has(row.id) && !isSettled) hiding.add(row.id);
    for (const parentId of [stored?.parentId, row.parentId]) {
      const endedOn = parentId ? endings.get(parentId) : undefined;
      if (!parentId || endedOn === undefined) continue;
      const parent = resources.get(parentId) ?? formerParents.get(parentId);
      if (parent && isDeclared(parent)) continue;
      if (isKeeping(stored, parentId, endedOn) !== isKeeping(row, parentId, endedOn)) hiding.add(parentId);
    }
  }
}

function noteSnapshots(
  { touches, replacements, additions }: BatchPlan,
  { resources, snapshots }: CatalogState,
  endings: ReadonlyMap<string, Timestamp>,
  hiding: Set<string>,
): void {
  for (const moved of [touches, replacements]) {
    for (const row of moved) {
      const endedOn = endings.get(row.resourceId);
      if (endedOn === undefined) continue;
      const was = snapshots.get(snapshotKey(row))!.collectedOn;
      if (was <= endedOn !== row.collectedOn <= endedOn) hiding.add(row.resourceId);
    }
  }
  for (const { resourceId, collectedOn } of additions) {
    const endedOn = endings.get(resourceId);
    if (endedOn === undefined) continue;
    const stored = resources.get(resourceId);
    if (collectedOn <= endedOn || !stored || !isDeclared(stored)) hiding.add(resourceId);
  }
}

function isDeclared({ declaredOn, removedOn }: StoredResource): boolean {
  return declaredOn > removedOn;
}

/** Whether a child keeps its parent, which ended then, present. */
function isKeeping(
  child: Pick<ResourceRow, "parentId" | "parentSetOn" | "removedOn"> | undefined,
  parentId: string,
  endedOn: Timestamp,
): boolean {
  if (child?.parentId !== parentId) return false;
  return child.parentSetOn > endedOn && child.parentSetOn > child.removedOn;
}
