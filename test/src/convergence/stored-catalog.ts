import type { DataSource } from "typeorm";
import { byReading, type ModelCatalog, type ModelReading } from "./catalog-model.js";
import type { ModelClaim, ModelSweep } from "./claims-model.js";

const time = (column: string): string => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const id = (alias: string): string => `${alias}.type || E'\\n' || ${alias}.name`;

type Rows<T> = Promise<T[]>;

/** The catalog as its views show it, in the model's terms. */
export async function storedCatalog(database: DataSource): Promise<ModelCatalog> {
  const resources: ModelCatalog["resources"] = await database.query(`
    SELECT ${id("r")} AS id, ${id("p")} AS "parentId", ${time("r.created_on")} AS "createdOn",
      ${time("r.last_seen_on")} AS "lastSeenOn", ${time("r.expires_on")} AS "expiresOn", r.declared
    FROM resource_current r LEFT JOIN resource p ON p.id = r.parent_id
    ORDER BY 1`);
  return {
    resources,
    snapshots: await storedReadings(database, "reading_current"),
    series: await storedReadings(database, "reading_series"),
  };
}

export function storedClaims(database: DataSource): Rows<ModelClaim> {
  return database.query(`
    SELECT ${id("r")} AS id, source, ${time("claimed_on")} AS "claimedOn"
    FROM claim c JOIN resource r ON r.id = c.resource_id
    ORDER BY ${id("r")} || E'\\n' || source`);
}

/** The parent of a sweep need not be known to the catalog, so it is told by its real id. */
export function storedSweeps(database: DataSource): Rows<ModelSweep> {
  return database.query(`
    SELECT source, resource_type AS "resourceType", parent_id AS "parentId", ${time("started_on")} AS "startedOn", count::int
    FROM sweep`);
}

/** Edges that the stored values do not state, and stated ones that are not stored. */
export function differingReferences(database: DataSource): Rows<unknown> {
  return database.query(`
    WITH stated AS (
      SELECT s.resource_id, s.type, v ->> 'resourceName' AS name
      FROM snapshot s, jsonb_path_query(s.value, '$.on[*]') AS v
    )
    (SELECT resource_id, type, name FROM stated EXCEPT SELECT resource_id, reading_type, target_name FROM reference)
    UNION ALL
    (SELECT resource_id, reading_type, target_name FROM reference EXCEPT SELECT resource_id, type, name FROM stated)`);
}

/** Types whose tallies are not what their table holds. */
export function differingTallies(database: DataSource): Rows<unknown> {
  return database.query(`
    WITH tallied AS (
      SELECT kind, type, sum(count) AS count, max(newest) AS newest FROM type_tally GROUP BY kind, type
    ), held AS (
      SELECT 'resource' AS kind, type, count(*)::numeric AS count, max(declared_on) AS newest FROM resource GROUP BY type
      UNION ALL SELECT 'snapshot', type, count(*), max(collected_on) FROM snapshot GROUP BY type
      UNION ALL SELECT 'series', type, count(*), max(collected_on) FROM series GROUP BY type
    )
    (TABLE tallied EXCEPT TABLE held) UNION ALL (TABLE held EXCEPT TABLE tallied)`);
}

/** What was told of changes, one list for each transaction that changed something; by real ids. */
export async function storedChanges(database: DataSource): Promise<StoredChange[][]> {
  const rows: { changes: StoredChange[] }[] = await database.query(
    "SELECT changes FROM change ORDER BY transaction_id",
  );
  return rows.map(({ changes }) => changes);
}

/** Resource id and type, what became of it, reading types. */
export type StoredChange = [string, string, string, string[]];

async function storedReadings(database: DataSource, view: string): Rows<ModelReading> {
  const readings: ModelReading[] = await database.query(`
    SELECT resource_type || E'\\n' || resource_name AS id, type, ${time("collected_on")} AS "collectedOn", source,
      value::text AS value
    FROM ${view}`);
  return readings.toSorted(byReading);
}
