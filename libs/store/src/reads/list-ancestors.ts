import { RESOURCE_COLUMNS, type CatalogResource } from "./columns.js";
import type { Database } from "./database.js";

/** So many are walked at most. */
const MAX_WALKED = 1_000;

// Brent's cycle detection: `mark` stays behind at every power of two, and meeting it again closes the walk. Unlike a list
// of all visited it costs the same at every step, however long the chain is.
const STATEMENT = {
  name: "list-ancestors",
  text: `
WITH RECURSIVE up (id, parent_id, depth, mark, mark_at, closed) AS (
  SELECT r.id, r.parent_id, 0, r.id, 1, false FROM resource_current r WHERE r.id = $1
  UNION ALL
  SELECT
    r.id, r.parent_id, up.depth + 1,
    CASE WHEN up.depth + 1 = up.mark_at THEN r.id ELSE up.mark END,
    CASE WHEN up.depth + 1 = up.mark_at THEN up.mark_at * 2 ELSE up.mark_at END,
    r.id = up.mark
  FROM up
  JOIN resource_current r ON r.id = up.parent_id
  WHERE NOT up.closed AND up.depth < $4
), chain AS (
  SELECT id, min(depth) AS depth FROM up WHERE id <> $1 GROUP BY id
)
SELECT ${RESOURCE_COLUMNS}, chain.depth, (SELECT max(depth) FROM chain) > $5 AS "isCut"
FROM chain
JOIN resource_current r ON r.id = chain.id
WHERE chain.depth > $2 AND chain.depth <= $5
ORDER BY chain.depth
LIMIT $3`,
};

export interface ListAncestorsInput {
  resourceId: string;
  /** The depth after which to go on; the parent has depth 1. */
  after?: number | undefined;
  limit: number;
  /** The most that are walked; there for tests. */
  maxWalked?: number;
}

export interface Ancestors {
  rows: (CatalogResource & { depth: number })[];
  /** There are more than are walked; the rest is left out. */
  isCut: boolean;
}

/** Parent first, up to where a parent is absent, each once, without the Resource itself. */
export async function listAncestors(database: Database, input: ListAncestorsInput): Promise<Ancestors> {
  const { resourceId, after = 0, limit, maxWalked = MAX_WALKED } = input;
  const found = await database.query<Ancestors["rows"][number] & { isCut: boolean }>(STATEMENT, [
    resourceId,
    after,
    limit,
    // One more than is listed tells whether there is any.
    maxWalked + 1,
    maxWalked,
  ]);
  return { rows: found.map(({ isCut: _isCut, ...row }) => row), isCut: found[0]?.isCut ?? false };
}
