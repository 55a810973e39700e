import { RESOURCE_COLUMNS, type TypeNameKey } from "./columns.js";
import type { ListReferencesInput, ReferencedResource } from "./list-references.js";
import type { Database } from "./database.js";

// A team may be referred to by a tenth of all there is: they are put in order by what the indexes say, and only as many as the page takes are
// looked at. OFFSET 0 keeps the two apart.
const STATEMENT = {
  name: "list-referrers",
  text: `
SELECT ${RESOURCE_COLUMNS}, e."readingTypes"
FROM (
  SELECT c.id, current."readingTypes"
  FROM (
    SELECT t.id, t.type, t.name
    FROM resource t
    WHERE t.id IN (SELECT e.resource_id FROM reference e WHERE e.target_id = $1) AND (t.type, t.name) > ($3, $4)
    ORDER BY t.type, t.name
    OFFSET 0
  ) c
  CROSS JOIN LATERAL (
    SELECT array_agg(e.reading_type ORDER BY e.reading_type) AS "readingTypes"
    FROM reference e
    JOIN reading_current s ON s.resource_id = e.resource_id AND s.type = e.reading_type
    WHERE e.resource_id = c.id AND e.target_id = $1 AND ($2::text IS NULL OR e.reading_type = $2)
  ) current
  WHERE current."readingTypes" IS NOT NULL
  LIMIT $5
) e
JOIN resource_current r ON r.id = e.id
ORDER BY r.type, r.name`,
};

const START: TypeNameKey = { type: "", name: "" };

/** The Resources whose snapshots refer to a Resource, by type and name. */
export async function listReferrers(database: Database, input: ListReferencesInput): Promise<ReferencedResource[]> {
  const { resourceId, readingType, after = START, limit } = input;
  return database.query(STATEMENT, [resourceId, readingType, after.type, after.name, limit]);
}
