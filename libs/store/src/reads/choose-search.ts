import { BoundValues } from "./bound-values.js";
import type { Database } from "./database.js";
import { findFieldsOfTypes } from "./find-fields-of-types.js";
import { findLacking } from "./find-lacking.js";
import { fieldKey, hasField } from "./reading-field.js";
import type { FieldCondition, ResourceFilter, Search } from "./resource-filter.js";

/** So many Resources are fetched and put in order in about the time in which a page is filled by looking at one after the other. */
export const FEW = 2_000;

/** To find that many meet a condition takes longer than the page that follows: it is remembered for so long, of so many conditions. */
const REMEMBERED_MS = 5_000;
const MAX_REMEMBERED = 1_000;

/** Until when, by condition. What is found does not depend on it; where many have become few meanwhile, the walk takes longer. */
const many = new WeakMap<Database, Map<string, number>>();

/** How to look for what a filter wants, by how many meet its conditions. */
export async function chooseSearch(database: Database, filter: ResourceFilter): Promise<Search> {
  const lacking = await findLacking(database, filter);
  const part = await findFieldsOfTypes(database, filter);
  if (!isByFields(filter)) return { lacking, part };
  const selective = await findSelective(database, filter.fields!);
  return { selective, isWalk: selective === undefined };
}

/** Whether nothing but fields can make them few. */
function isByFields({ fields = [], declared, ...filter }: ResourceFilter): boolean {
  const others = Object.values({ ...filter, types: undefined });
  return fields.length > 0 && declared !== false && others.every((value) => value === undefined);
}

/** In the order of the field's index, or else the planner might look for them anywhere. */
async function findSelective(
  database: Database,
  conditions: readonly FieldCondition[],
): Promise<FieldCondition | undefined> {
  const remembered = many.get(database) ?? new Map<string, number>();
  many.set(database, remembered);
  const now = performance.now();
  for (const condition of conditions) {
    const key = JSON.stringify([condition.field.readingType, condition.field.path, condition.values]);
    if ((remembered.get(key) ?? 0) > now) continue;
    const bound = new BoundValues();
    const text = `
SELECT count(*)::int AS count
FROM (
  SELECT FROM snapshot s
  WHERE ${hasField(condition.field, condition.values, "s", bound)}
  ORDER BY ${fieldKey(condition.field, "s")}, s.resource_id
  LIMIT ${FEW + 1}
) few`;
    const [row] = await database.query<{ count: number }>({ text }, bound.values);
    if (row!.count <= FEW) return condition;
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, now + REMEMBERED_MS);
  }
  return undefined;
}
