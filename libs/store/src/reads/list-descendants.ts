import { RESOURCE_COLUMNS, type CatalogResource, type TypeNameKey } from "./columns.js";
import type { Database } from "./database.js";

// A Resource has one parent, so the only one that a walk down could meet twice is the one that it began with.
const STATEMENT = {
  name: "list-descendants",
  text: `
WITH RECURSIVE down (id, depth) AS (
  SELECT r.id, 1
  FROM resource child
  JOIN resource_current r ON r.id = child.id
  WHERE child.parent_id = $1 AND r.parent_id = $1 AND r.id <> $1
  UNION ALL
  SELECT r.id, down.depth + 1
  FROM down
  JOIN resource child ON child.parent_id = down.id
  JOIN resource_current r ON r.id = child.id
  WHERE r.parent_id = down.id AND r.id <> $1 AND down.depth < $2
)
SELECT ${RESOURCE_COLUMNS}, down.depth
FROM down
JOIN resource_current r ON r.id = down.id
WHERE (down.depth, r.type, r.name) > ($3, $4, $5)
ORDER BY down.depth, r.type, r.name
LIMIT $6`,
};

/** Where a page of descendants goes on. */
export interface DescendantKey extends TypeNameKey {
  depth: number;
}

export interface ListDescendantsInput {
  resourceId: string;
  /** How far down to go; children have depth 1. */
  maxDepth: number;
  after?: DescendantKey | undefined;
  limit: number;
}

const START: DescendantKey = { depth: 0, type: "", name: "" };

/** Breadth first, then by type and name, each once, without the Resource itself. */
export async function listDescendants(
  database: Database,
  input: ListDescendantsInput,
): Promise<(CatalogResource & { depth: number })[]> {
  const { resourceId, maxDepth, after = START, limit } = input;
  return database.query(STATEMENT, [resourceId, maxDepth, after.depth, after.type, after.name, limit]);
}
