import type { CatalogReference, ReferenceDirection } from "@binnacle/calculation";
import type { Database } from "../reads/database.js";

const COLUMNS = `e.resource_id AS "resourceId", r.type AS "resourceType", r.name AS "resourceName",
  e.reading_type AS "readingType", e.target_id AS "targetId", e.target_type AS "targetType", e.target_name AS "targetName"`;

// Whose snapshot is shown is present.
const EDGES = `FROM edge_current e
JOIN resource_current r ON r.id = e.resource_id`;

const STATEMENTS = {
  forward: {
    name: "calculation-references",
    text: `
SELECT ${COLUMNS}
${EDGES}
WHERE e.resource_id = ANY($1::uuid[]) AND ($2::text[] IS NULL OR e.reading_type = ANY($2))
  AND ($3::text[] IS NULL OR e.target_type = ANY($3))
ORDER BY e.resource_id, e.reading_type, e.target_id
LIMIT $4`,
  },
  backward: {
    name: "calculation-referrers",
    text: `
SELECT ${COLUMNS}
${EDGES}
WHERE e.target_id = ANY($1::uuid[]) AND ($2::text[] IS NULL OR e.reading_type = ANY($2))
  AND ($3::text[] IS NULL OR r.type = ANY($3))
ORDER BY e.target_id, e.resource_id, e.reading_type
LIMIT $4`,
  },
};

export interface ReadReferencesInput {
  direction: ReferenceDirection;
  readingTypes: readonly string[] | undefined;
  types: readonly string[] | undefined;
  limit: number;
}

/** The references of, or to, many Resources. */
export async function readReferences(
  database: Database,
  ids: readonly string[],
  { direction, readingTypes, types, limit }: ReadReferencesInput,
): Promise<Omit<CatalogReference, "depth">[]> {
  return ids.length === 0 ? [] : database.query(STATEMENTS[direction], [ids, readingTypes, types, limit]);
}
