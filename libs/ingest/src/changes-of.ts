import type { BatchPlan, ResourceChange, WrittenRows } from "./batch-plan.js";

/** The changes of a batch once its series are written: one for each Resource, by id. */
export function changesOf({ changes, present, series }: BatchPlan, written: WrittenRows): ResourceChange[] {
  if (written.series.size === 0) return changes;
  const byResource = new Map(changes.map((change) => [change.resourceId, change]));
  for (const row of series) {
    const resource = present.get(row.resourceId);
    if (!resource || !written.series.has(row)) continue;
    const { id, type } = resource;
    const change = byResource.get(id) ?? { resourceId: id, resourceType: type, kind: "changed", readingTypes: [] };
    if (change.readingTypes.includes(row.type)) continue;
    byResource.set(id, { ...change, readingTypes: [...change.readingTypes, row.type].toSorted() });
  }
  return [...byResource.values()].toSorted((a, b) => (a.resourceId < b.resourceId ? -1 : 1));
}
