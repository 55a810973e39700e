import { RESOURCE_COLUMNS, type TypeNameKey } from "./columns.js";
import type { ListReferencesInput, ReferencedResource } from "./list-references.js";
import type { Database } from "./database.js";

const STATEMENT = {
  name: "list-referrers",
  text: `
SELECT ${RESOURCE_COLUMNS}, e."readingTypes"
FROM (
  SELECT
    e.resource_id AS id, s.resource_type AS type, s.resource_name AS name,
    array_agg(e.reading_type ORDER BY e.reading_type) AS "readingTypes"
  FROM reference e
  JOIN reading_current s ON s.resource_id = e.resource_id AND s.type = e.reading_type
  WHERE e.target_id = $1 AND ($2::text IS NULL OR e.reading_type = $2) AND (s.resource_type, s.resource_name) > ($3, $4)
  GROUP BY e.resource_id, s.resource_type, s.resource_name
  ORDER BY s.resource_type, s.resource_name
  LIMIT $5
) e
JOIN resource_current r ON r.id = e.id
ORDER BY e.type, e.name`,
};

const START: TypeNameKey = { type: "", name: "" };

/** The Resources whose snapshots refer to a Resource, by type and name. */
export async function listReferrers(database: Database, input: ListReferencesInput): Promise<ReferencedResource[]> {
  const { resourceId, readingType, after = START, limit } = input;
  return database.query(STATEMENT, [resourceId, readingType, after.type, after.name, limit]);
}
