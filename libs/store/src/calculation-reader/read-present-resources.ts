import type { CatalogResource } from "@binnacle/calculation";
import { RESOURCE_COLUMNS } from "../reads/columns.js";
import type { Database } from "../reads/database.js";

const STATEMENT = {
  name: "calculation-resources",
  text: `SELECT ${RESOURCE_COLUMNS} FROM resource_current r WHERE r.id = ANY($1::uuid[]) ORDER BY r.type, r.name`,
};

/** Those of the Resources that are present, by type and name. */
export function readPresentResources(database: Database, ids: readonly string[]): Promise<CatalogResource[]> {
  return database.query(STATEMENT, [ids]);
}
