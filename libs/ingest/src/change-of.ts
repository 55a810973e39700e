import type { ResourceChange } from "./batch-plan.js";
import type { ResourceMerge } from "./resource-merge.js";

/** What a batch changes of what is shown of a Resource, series apart; `undefined` for nothing but times. */
export function changeOf(merge: ResourceMerge): ResourceChange | undefined {
  const { wasPresent, isPresent, resource } = merge;
  if (!wasPresent && !isPresent) return undefined;
  const readingTypes = isPresent ? changedTypes(merge) : [];
  if (wasPresent && isPresent && !merge.isStatedOtherwise && readingTypes.length === 0) return undefined;
  const kind = !wasPresent ? "created" : isPresent ? "changed" : "removed";
  return { resourceId: resource.id, resourceType: resource.type, kind, readingTypes };
}

/** The types whose snapshots are shown now and were not before, or with another value, or are shown no more; sorted. */
function changedTypes(merge: ResourceMerge): string[] {
  const types: string[] = [];
  for (const { type, stored, newest } of merge.snapshots.values()) {
    const was = stored && stored.collectedOn > merge.removedBefore ? stored.digest : undefined;
    const is = newest.collectedOn > merge.removedOn ? newest.digest : undefined;
    if (was !== is) types.push(type);
  }
  if (merge.removedOn !== merge.removedBefore) {
    for (const [type, on] of merge.stored?.shownSnapshots ?? []) {
      if (on <= merge.removedOn && !merge.snapshots.has(type)) types.push(type);
    }
  }
  return types.length > 1 ? types.toSorted() : types;
}
