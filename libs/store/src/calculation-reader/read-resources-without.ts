import type { CatalogResource, ResourcesWithoutOptions } from "@binnacle/calculation";
import { RESOURCE_COLUMNS } from "../reads/columns.js";
import type { Database } from "../reads/database.js";

// Both sides are walked in the order of ids by an index that begins with the type.
const STATEMENT = {
  name: "calculation-resources-without",
  text: `
SELECT ${RESOURCE_COLUMNS}
FROM resource_current r
WHERE r.type = $1
  AND NOT EXISTS (
    SELECT FROM reading_current s WHERE s.resource_id = r.id AND s.type = $2 AND s.collected_on >= $3::timestamptz
  )
ORDER BY r.id
LIMIT $4`,
};

/** The Resources of a type that nothing of a kind was read of lately. */
export function readResourcesWithout(
  database: Database,
  { type, readingType, since, limit }: ResourcesWithoutOptions & { limit: number },
): Promise<CatalogResource[]> {
  return database.query(STATEMENT, [type, readingType, since, limit]);
}
