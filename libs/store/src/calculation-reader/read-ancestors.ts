import type { RelatedResource } from "@binnacle/calculation";
import { RESOURCE_COLUMNS } from "../reads/columns.js";
import type { Database } from "../reads/database.js";

// Depth ends every walk; one that goes round a cycle meets Resources again, and keeps the nearer meeting.
const STATEMENT = {
  name: "calculation-ancestors",
  text: `
WITH RECURSIVE up (root_id, id, parent_id, depth) AS (
  SELECT r.id, r.id, r.parent_id, 0 FROM resource_current r WHERE r.id = ANY($1::uuid[])
  UNION ALL
  SELECT up.root_id, r.id, r.parent_id, up.depth + 1
  FROM up
  JOIN resource_current r ON r.id = up.parent_id
  WHERE r.id <> up.root_id AND up.depth < $2
), chain AS (
  SELECT root_id, id, min(depth) AS depth FROM up WHERE depth > 0 GROUP BY root_id, id ORDER BY root_id, min(depth) LIMIT $3
)
SELECT chain.root_id AS "rootId", chain.depth, ${RESOURCE_COLUMNS}
FROM chain
JOIN resource_current r ON r.id = chain.id
ORDER BY chain.root_id, chain.depth`,
};

/** What lies above each of many Resources, parent first. */
export async function readAncestors(
  database: Database,
  ids: readonly string[],
  { depth, limit }: { depth: number; limit: number },
): Promise<RelatedResource[]> {
  return ids.length === 0 ? [] : database.query(STATEMENT, [ids, depth, limit]);
}
