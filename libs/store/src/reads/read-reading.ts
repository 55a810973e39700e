import { SERIES_COLUMNS, SNAPSHOT_COLUMNS, type CatalogReading } from "./columns.js";
import type { Database } from "./database.js";

// An Append runs its parts in turn and stops at the limit: the series is not looked at where there is a snapshot.
const STATEMENT = {
  name: "read-reading",
  text: `
(SELECT ${SNAPSHOT_COLUMNS} FROM reading_current s WHERE s.resource_id = $1 AND s.type = $2)
UNION ALL
(SELECT ${SERIES_COLUMNS} FROM reading_series s WHERE s.resource_id = $1 AND s.type = $2
 ORDER BY s.collected_on DESC, s.digest DESC LIMIT 1)
LIMIT 1`,
  isPlannedOnce: true,
};

/** The snapshot, else the newest of the series, else `undefined`. */
export async function readReading(
  database: Database,
  input: { resourceId: string; type: string },
): Promise<CatalogReading | undefined> {
  const [row] = await database.query<CatalogReading>(STATEMENT, [input.resourceId, input.type]);
  return row;
}
