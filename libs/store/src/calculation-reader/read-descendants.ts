import type { RelatedResource } from "@binnacle/calculation";
import { RESOURCE_COLUMNS } from "../reads/columns.js";
import type { Database } from "../reads/database.js";

// A Resource has one parent, so the only one that a walk down could meet twice is the one that it began with. The walk gives its rows
// level by level, and ends as soon as the limit has enough of them. OFFSET keeps the planner to one look at the index for each parent: of a
// thousand it takes the next level to be a quarter of all Resources, and would sort them all for it.
const STATEMENT = {
  name: "calculation-descendants",
  text: `
WITH RECURSIVE down AS (
  SELECT child.parent_id AS root_id, 1 AS depth, child.*
  FROM child_current child
  WHERE child.parent_id = ANY($1::uuid[]) AND child.id <> child.parent_id
  UNION ALL
  SELECT down.root_id, down.depth + 1, child.*
  FROM down
  CROSS JOIN LATERAL (
    SELECT * FROM child_current c WHERE c.parent_id = down.id AND c.id <> down.root_id OFFSET 0
  ) child
  WHERE down.depth < $2
), nearest AS (
  SELECT * FROM down WHERE $3::text[] IS NULL OR type = ANY($3) LIMIT $4
)
SELECT r.root_id AS "rootId", r.depth, ${RESOURCE_COLUMNS}
FROM nearest r
ORDER BY r.depth, r.type, r.name, r.root_id`,
};

export interface ReadDescendantsInput {
  types: readonly string[] | undefined;
  depth: number;
  limit: number;
}

/** What lies below each of many Resources, breadth first. */
export async function readDescendants(
  database: Database,
  ids: readonly string[],
  { types, depth, limit }: ReadDescendantsInput,
): Promise<RelatedResource[]> {
  return ids.length === 0 ? [] : database.query(STATEMENT, [[...new Set(ids)], depth, types, limit]);
}
