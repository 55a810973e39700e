import { RESOURCE_COLUMNS, type TypeNameKey } from "./columns.js";
import type { Database, Statement } from "./database.js";
import { hasEnded } from "./has-ended.js";
import type { ListReferencesInput, ReferencedResource } from "./list-references.js";

/** More referrers than these are not all fetched and put in order if a page is full sooner by looking at Resources in the order of the list. */
export const FEW = 2_000;
/** So many Resources are looked at for each that is wanted, and no more: they may all lie elsewhere. */
const LOOKED_AT = 20;

const ARE_MANY: Statement = {
  name: "are-referrers-many",
  text: `
SELECT count(*) > ${FEW} AS many
FROM (SELECT FROM reference e WHERE e.target_id = $1 LIMIT ${FEW + 1}) counted`,
};

const START: TypeNameKey = { type: "", name: "" };

/** The Resources whose snapshots refer to a Resource, by type and name. */
export async function listReferrers(database: Database, input: ListReferencesInput): Promise<ReferencedResource[]> {
  const { resourceId, readingType, after = START, limit } = input;
  const isOfType = readingType !== undefined;
  const values = [resourceId, after.type, after.name, limit, ...(isOfType ? [readingType] : [])];
  const [referrers] = await database.query<{ many: boolean }>(ARE_MANY, [resourceId]);
  if (referrers!.many) {
    const rows = await database.query<ReferencedResource>(listing({ isWalk: true, isOfType }), values);
    if (rows.length === limit) return rows;
  }
  return database.query(listing({ isWalk: false, isOfType }), values);
}

// The page is chosen first, by the indexes, and only what is on it is read. As an array, since what the planner thinks of a join here makes it
// read all Resources; with OFFSET 0, since it would make a join of the other.
function listing({ isWalk, isOfType }: { isWalk: boolean; isOfType: boolean }): Statement {
  const refers = `e.target_id = $1 ${isOfType ? "AND e.reading_type = $5" : ""}`;
  const isAfter = "(t.type, t.name) > ($2, $3)";
  const referrers = isWalk
    ? `(SELECT t.* FROM resource t WHERE ${isAfter} ORDER BY t.type, t.name LIMIT $4 * ${LOOKED_AT}) t
    WHERE EXISTS (SELECT FROM reference e WHERE e.resource_id = t.id AND ${refers} OFFSET 0)`
    : `resource t
    WHERE t.id = ANY(ARRAY(SELECT e.resource_id FROM reference e WHERE ${refers})) AND ${isAfter}`;
  const isCurrent = `s.resource_id = e.resource_id AND s.type = e.reading_type`;
  const text = `
SELECT ${RESOURCE_COLUMNS}, current."readingTypes"
FROM (
  SELECT t.id
  FROM ${referrers}
    AND (NOT ${hasEnded("t")} OR EXISTS (
      SELECT FROM reference e JOIN reading_current s ON ${isCurrent} WHERE e.resource_id = t.id AND ${refers} OFFSET 0))
  ORDER BY t.type, t.name
  LIMIT $4
) page
JOIN resource_current r ON r.id = page.id
CROSS JOIN LATERAL (
  SELECT array_agg(e.reading_type ORDER BY e.reading_type) AS "readingTypes"
  FROM reference e
  JOIN reading_current s ON ${isCurrent}
  WHERE e.resource_id = page.id AND ${refers}
) current
ORDER BY r.type, r.name`;
  return { name: ["list-referrers", ...(isWalk ? ["walk"] : []), ...(isOfType ? ["type"] : [])].join(" "), text };
}
