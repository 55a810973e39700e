import { RESOURCE_COLUMNS, type CatalogResource, type TypeNameKey } from "./columns.js";
import type { Database } from "./database.js";

/** So many are walked at most: a page costs what is above it, and what it holds. */
const MAX_WALKED = 10_000;
/** How far down the first look goes; each further one twice as far. */
const FIRST_DEPTH = 2;

// A Resource has one parent, so the only one that a walk down could meet twice is the one that it began with. A recursion runs as far
// as its rows are asked for, level by level; a level that is asked for in part has the first children of the first parents.
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
), walked AS MATERIALIZED (
  SELECT id, depth FROM down LIMIT $7
), page AS (
  SELECT ${RESOURCE_COLUMNS}, walked.depth
  FROM walked
  JOIN resource_current r ON r.id = walked.id
  WHERE (walked.depth, r.type, r.name) > ($3, $4, $5) AND walked.depth <= $8
  ORDER BY walked.depth, r.type, r.name
  LIMIT $6
)
SELECT page.*, reached."deepest", reached."walked"
FROM (SELECT coalesce(max(depth), 0) AS "deepest", count(*)::int AS "walked" FROM walked) reached
LEFT JOIN page ON true
ORDER BY page.depth, page.type, page.name`,
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
  /** The most that are walked; there for tests. */
  maxWalked?: number;
}

export type Descendant = CatalogResource & { depth: number };

export interface Descendants {
  rows: Descendant[];
  /** There are more than are walked; some are left out. */
  isCut: boolean;
  /** There are some below the depth; told at the end of the list. */
  hasDeeper: boolean;
}

const START: DescendantKey = { depth: 0, type: "", name: "" };

/** Breadth first, then by type and name, each once, without the Resource itself. */
export async function listDescendants(database: Database, input: ListDescendantsInput): Promise<Descendants> {
  const { resourceId, maxDepth, after = START, limit, maxWalked = MAX_WALKED } = input;
  // One level more than is listed tells whether there is any.
  const last = maxDepth + 1;
  for (let depth = Math.max(FIRST_DEPTH, after.depth + 1); ; depth *= 2) {
    const bound = Math.min(depth, last);
    const found = await database.query<Descendant & Reached>(STATEMENT, [
      resourceId,
      bound,
      after.depth,
      after.type,
      after.name,
      limit,
      maxWalked + 1,
      maxDepth,
    ]);
    const { deepest, walked } = found[0]!;
    const rows = found.flatMap(({ deepest: _deepest, walked: _walked, ...row }) =>
      row.id === null ? [] : [row as Descendant],
    );
    const isCut = walked > maxWalked;
    const isWhole = deepest < bound || bound === last || isCut;
    if (rows.length === limit || isWhole) return { rows, isCut, hasDeeper: deepest > maxDepth };
  }
}

interface Reached {
  deepest: number;
  walked: number;
}
