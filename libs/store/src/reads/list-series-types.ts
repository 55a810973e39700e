import type { Database } from "./database.js";

// One index probe a type: a series may have millions of rows, and DISTINCT would read them all.
const STATEMENT = {
  name: "list-series-types",
  text: `
WITH RECURSIVE found (type) AS (
  (SELECT s.type FROM reading_series s WHERE s.resource_id = $1 ORDER BY s.type LIMIT 1)
  UNION ALL
  SELECT next.type
  FROM found
  CROSS JOIN LATERAL (
    SELECT s.type FROM reading_series s WHERE s.resource_id = $1 AND s.type > found.type ORDER BY s.type LIMIT 1
  ) next
)
SELECT type FROM found ORDER BY type`,
};

/** The types of which a Resource has time series. */
export async function listSeriesTypes(database: Database, resourceId: string): Promise<string[]> {
  const rows = await database.query<{ type: string }>(STATEMENT, [resourceId]);
  return rows.map(({ type }) => type);
}
