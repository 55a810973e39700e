import { BoundValues } from "./bound-values.js";
import type { Database } from "./database.js";
import { filteredResources, whereAll, type ResourceFilter } from "./resource-filter.js";

/** How many present Resources there are, counted no further than to `limit`. */
export async function countResources(database: Database, filter: ResourceFilter, limit: number): Promise<number> {
  const bound = new BoundValues();
  const { from, conditions } = filteredResources(filter, bound);
  const text = `
SELECT count(*)::int AS count
FROM (SELECT FROM ${from} ${whereAll(conditions)} LIMIT ${bound.bind(limit)}) counted`;
  const [row] = await database.query<{ count: number }>({ text }, bound.values);
  return row!.count;
}
