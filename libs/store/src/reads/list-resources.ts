import { BoundValues } from "./bound-values.js";
import { RESOURCE_COLUMNS, type CatalogResource, type TypeNameKey } from "./columns.js";
import type { Database } from "./database.js";
import { filteredResources, whereAll, type ResourceFilter } from "./resource-filter.js";

export interface ListResourcesInput {
  filter: ResourceFilter;
  after?: TypeNameKey | undefined;
  limit: number;
}

/** Present Resources by type and name in UTF-8 byte order. */
export async function listResources(database: Database, input: ListResourcesInput): Promise<CatalogResource[]> {
  const { filter, after, limit } = input;
  const bound = new BoundValues();
  const { from, conditions, sorted, shape } = filteredResources(filter, bound);
  if (after !== undefined) {
    conditions.push(`(${sorted}.type, ${sorted}.name) > (${bound.bind(after.type)}, ${bound.bind(after.name)})`);
  }
  const text = `
SELECT ${RESOURCE_COLUMNS}
FROM ${from}
${whereAll(conditions)}
ORDER BY ${sorted}.type, ${sorted}.name
LIMIT ${bound.bind(limit)}`;
  // Every connection keeps what it prepared: the few shapes that most requests have, not all combinations.
  const isHot = shape.length <= 1;
  const name = ["list-resources", ...shape, ...(after ? ["next"] : [])].join(" ");
  return database.query(isHot ? { name, text } : { text }, bound.values);
}
