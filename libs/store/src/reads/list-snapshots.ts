import { SNAPSHOT_COLUMNS, type CatalogReading } from "./columns.js";
import type { Database } from "./database.js";

const STATEMENT = {
  name: "list-snapshots",
  text: `
SELECT ${SNAPSHOT_COLUMNS}
FROM reading_current s
WHERE s.resource_id = $1 AND s.type > $2
ORDER BY s.type
LIMIT $3`,
};

export interface ListSnapshotsInput {
  resourceId: string;
  /** The reading type after which to go on. */
  after?: string | undefined;
  limit: number;
}

/** The snapshots of one Resource by type. */
export async function listSnapshots(database: Database, input: ListSnapshotsInput): Promise<CatalogReading[]> {
  const { resourceId, after = "", limit } = input;
  return database.query(STATEMENT, [resourceId, after, limit]);
}
