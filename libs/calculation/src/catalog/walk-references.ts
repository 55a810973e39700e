import type { Bounded, CatalogReference } from "./catalog-items.js";
import { DEFAULT_ITEMS, MAX_DEPTH, MAX_ITEMS, type ReferencesOptions } from "./catalog-reader.js";

export type ReferenceDirection = "forward" | "backward";

/** Reads up to `limit` references of, or to, these Resources, in order. */
export type ReadReferences = (ids: readonly string[], limit: number) => Promise<Omit<CatalogReference, "depth">[]>;

/**
 * Follows references breadth first, one read a level. The ends that were met are remembered here, so that a cycle ends the walk and no
 * Resource is read twice, which a recursive statement does at every level.
 */
export async function walkReferences(
  ids: readonly string[],
  direction: ReferenceDirection,
  { depth = 1, limit = DEFAULT_ITEMS }: ReferencesOptions,
  read: ReadReferences,
): Promise<Bounded<CatalogReference>> {
  const most = Math.min(limit, MAX_ITEMS);
  const items: CatalogReference[] = [];
  const met = new Set(ids);
  let level = [...met];
  for (let step = 1; step <= Math.min(depth, MAX_DEPTH) && level.length > 0; step++) {
    const found = await read(level, most - items.length + 1);
    const isCut = items.length + found.length > most;
    for (const reference of found.slice(0, most - items.length)) items.push({ ...reference, depth: step });
    if (isCut) return { items, isPartial: true };
    const ends = found.map(({ resourceId, targetId }) => (direction === "forward" ? targetId : resourceId));
    level = [...new Set(ends)].filter((id) => !met.has(id));
    for (const id of level) met.add(id);
  }
  return { items, isPartial: false };
}
