import type { CatalogResource } from "@binnacle/calculation";
import { RESOURCE_COLUMNS } from "../reads/columns.js";
import type { Database } from "../reads/database.js";

const STATEMENT = {
  name: "calculation-children",
  text: `
SELECT ${RESOURCE_COLUMNS}
FROM child_current r
WHERE r.parent_id = ANY($1::uuid[]) AND r.id <> r.parent_id AND ($2::text[] IS NULL OR r.type = ANY($2))
ORDER BY r.type, r.name, r.id
LIMIT $3`,
};

export interface ReadChildrenInput {
  types: readonly string[] | undefined;
  limit: number;
}

/** The children of many Resources by type and name. */
export async function readChildren(
  database: Database,
  ids: readonly string[],
  { types, limit }: ReadChildrenInput,
): Promise<CatalogResource[]> {
  return ids.length === 0 ? [] : database.query(STATEMENT, [ids, types, limit]);
}
