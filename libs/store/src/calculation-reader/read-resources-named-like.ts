import type { CatalogResource } from "@binnacle/calculation";
import { RESOURCE_COLUMNS } from "../reads/columns.js";
import type { Database } from "../reads/database.js";

// The names are in the index of type and name, so that only what matches is read from the table. In the collation "C" only ASCII
// letters have a case.
const STATEMENT = {
  name: "calculation-resources-named-like",
  text: `
SELECT ${RESOURCE_COLUMNS}
FROM resource_current r
WHERE r.type = $1 AND strpos(lower(r.name), lower($2::text COLLATE "C")) > 0
ORDER BY r.type, r.name
LIMIT $3`,
};

/** The Resources of a type in whose name a text occurs, by name. */
export function readResourcesNamedLike(
  database: Database,
  { type, part, limit }: { type: string; part: string; limit: number },
): Promise<CatalogResource[]> {
  return database.query(STATEMENT, [type, part, limit]);
}
