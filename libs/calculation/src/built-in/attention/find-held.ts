import type { CatalogReader } from "../../catalog/catalog-reader.js";
import { type AttentionGroup, groupOf, type HeldItem } from "./result.js";

/** What housekeeping waits for somebody to decide: at most one plan for each rule and type is open. */
export async function findHeld(catalog: CatalogReader, limit: number): Promise<AttentionGroup<HeldItem>> {
  const { items, isPartial } = await catalog.heldPlans();
  const longestFirst = items.toReversed().map(({ id, rule, resourceType, reason, plannedOn }) => ({
    id,
    rule,
    resourceType,
    why: reason,
    since: plannedOn,
  }));
  return groupOf(longestFirst, limit, isPartial);
}
