import { SNAPSHOT_COLUMNS, type CatalogReading } from "./columns.js";
import type { Database } from "./database.js";

const OF_ALL_TYPES = {
  name: "read-snapshots",
  text: `
SELECT ${SNAPSHOT_COLUMNS}
FROM reading_current s
WHERE s.resource_id = ANY($1::uuid[])
ORDER BY s.resource_id, s.type`,
};

const OF_SOME_TYPES = {
  name: "read-snapshots-of-types",
  text: `
SELECT ${SNAPSHOT_COLUMNS}
FROM reading_current s
WHERE s.resource_id = ANY($1::uuid[]) AND s.type = ANY($2::text[])
ORDER BY s.resource_id, s.type`,
  isPlannedOnce: true,
};

export interface ReadSnapshotsInput {
  resourceIds: readonly string[];
  /** Reading types; all without. */
  types?: readonly string[] | undefined;
}

/** The snapshots of many Resources at once, by Resource and type. */
export async function readSnapshots(database: Database, input: ReadSnapshotsInput): Promise<CatalogReading[]> {
  const { resourceIds, types } = input;
  if (resourceIds.length === 0) return [];
  if (types === undefined) return database.query(OF_ALL_TYPES, [resourceIds]);
  return database.query(OF_SOME_TYPES, [resourceIds, types]);
}
