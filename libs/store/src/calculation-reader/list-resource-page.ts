import type { CatalogResource } from "@binnacle/calculation";
import { RESOURCE_COLUMNS, type TypeNameKey } from "../reads/columns.js";
import type { Database } from "../reads/database.js";
import { prefixEnd } from "../reads/prefix-range.js";

const CONDITIONS = `($3::text IS NULL OR r.name = $3) AND ($4::text IS NULL OR r.name >= $4) AND ($5::text IS NULL OR r.name < $5)`;

const OF_ALL_TYPES = {
  name: "calculation-list-resources",
  text: `
SELECT ${RESOURCE_COLUMNS}
FROM resource_current r
WHERE (r.type, r.name) > ($1, $2) AND ${CONDITIONS}
ORDER BY r.type, r.name
LIMIT $6`,
};

// The index gives each type in order of names; all of them at once it would not.
const OF_SOME_TYPES = {
  name: "calculation-list-resources-of-types",
  text: `
SELECT page.*
FROM unnest($7::text[]) AS wanted (type)
CROSS JOIN LATERAL (
  SELECT ${RESOURCE_COLUMNS}
  FROM resource_current r
  WHERE r.type = wanted.type AND r.name > CASE WHEN wanted.type = $1 THEN $2 ELSE '' END AND ${CONDITIONS}
  ORDER BY r.name
  LIMIT $6
) page
WHERE wanted.type COLLATE "C" >= $1
ORDER BY page.type, page.name
LIMIT $6`,
};

const START: TypeNameKey = { type: "", name: "" };

export interface ListResourcePageInput {
  types: readonly string[] | undefined;
  name: string | undefined;
  namePrefix: string | undefined;
  after: TypeNameKey | undefined;
  limit: number;
}

/** Present Resources by type and name, over the view alone. */
export function listResourcePage(
  database: Database,
  { types, name, namePrefix, after = START, limit }: ListResourcePageInput,
): Promise<CatalogResource[]> {
  const end = namePrefix === undefined ? undefined : prefixEnd(namePrefix);
  const values = [after.type, after.name, name, namePrefix, end, limit];
  if (types === undefined) return database.query(OF_ALL_TYPES, values);
  return database.query(OF_SOME_TYPES, [...values, [...new Set(types)]]);
}
