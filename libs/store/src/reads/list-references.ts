import type { CatalogResource, TypeNameKey } from "./columns.js";
import { timestampText } from "./columns.js";
import type { Database } from "./database.js";

/** A Resource at the other end of references; one that does not exist has `createdOn: null`. */
export interface ReferencedResource extends Omit<CatalogResource, "createdOn"> {
  createdOn: string | null;
  /** Of the readings that refer, sorted. */
  readingTypes: string[];
}

export interface ListReferencesInput {
  resourceId: string;
  readingType?: string | undefined;
  after?: TypeNameKey | undefined;
  limit: number;
}

const STATEMENT = {
  name: "list-references",
  text: `
SELECT
  e.id, e.type, e.name, r.parent_id AS "parentId", ${timestampText("r.created_on")} AS "createdOn",
  ${timestampText("r.last_seen_on")} AS "lastSeenOn", ${timestampText("r.expires_on")} AS "expiresOn",
  coalesce(r.declared, false) AS declared, e."readingTypes"
FROM (
  SELECT
    e.target_id AS id, e.target_type AS type, e.target_name AS name,
    array_agg(e.reading_type ORDER BY e.reading_type) AS "readingTypes"
  FROM reference e
  JOIN reading_current s ON s.resource_id = e.resource_id AND s.type = e.reading_type
  WHERE e.resource_id = $1 AND ($2::text IS NULL OR e.reading_type = $2) AND (e.target_type, e.target_name) > ($3, $4)
  GROUP BY e.target_id, e.target_type, e.target_name
  ORDER BY e.target_type, e.target_name
  LIMIT $5
) e
LEFT JOIN resource_current r ON r.id = e.id
ORDER BY e.type, e.name`,
};

const START: TypeNameKey = { type: "", name: "" };

/** What a Resource's snapshots refer to, by type and name. */
export async function listReferences(database: Database, input: ListReferencesInput): Promise<ReferencedResource[]> {
  const { resourceId, readingType, after = START, limit } = input;
  return database.query(STATEMENT, [resourceId, readingType, after.type, after.name, limit]);
}
