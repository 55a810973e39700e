import { RESOURCE_COLUMNS, type CatalogResource } from "./columns.js";
import type { Database } from "./database.js";

const ONE = {
  name: "read-resource",
  text: `SELECT ${RESOURCE_COLUMNS} FROM resource_current r WHERE r.id = $1`,
  isPlannedOnce: true,
};

const MANY = {
  name: "read-resources",
  text: `SELECT ${RESOURCE_COLUMNS} FROM resource_current r WHERE r.id = ANY($1::uuid[])`,
};

/** Those of the Resources that are present, in no order. */
export async function readResources(database: Database, ids: readonly string[]): Promise<CatalogResource[]> {
  if (ids.length === 0) return [];
  return ids.length === 1 ? database.query(ONE, ids) : database.query(MANY, [ids]);
}
