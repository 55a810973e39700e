import { InvalidParametersError, type ConditionMatch, type SnapshotCondition } from "@binnacle/calculation";
import { timestampText } from "../reads/columns.js";
import type { Database } from "../reads/database.js";

// `@@` is null where a predicate does not apply, such as for a value of another kind. Each path is parsed once. OFFSET keeps the planner to
// one look at the index for each snapshot: of thousands it would read all Readings of their Resources, and all Resources.
const STATEMENT = {
  name: "calculation-match-snapshots",
  text: `
WITH asked AS MATERIALIZED (
  SELECT (position - 1)::int AS condition, c.condition ->> 'readingType' AS type, (c.condition ->> 'where')::jsonpath AS path
  FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS c (condition, position)
)
SELECT
  s.resource_id AS "resourceId", asked.condition, ${timestampText("s.collected_on")} AS "collectedOn",
  asked.path IS NULL OR coalesce(s.value @@ asked.path, false) AS holds
FROM asked
CROSS JOIN unnest($1::uuid[]) AS wanted (id)
CROSS JOIN LATERAL (
  SELECT * FROM snapshot_current c WHERE c.resource_id = wanted.id AND c.type = asked.type OFFSET 0
) s
ORDER BY s.resource_id, asked.condition
LIMIT $3`,
};

/** SQLSTATEs that blame the path, such as for a pattern of like_regex that is none. */
const REFUSED_STATE = /^(?:22...|42601|54...)$/;

/**
 * Whether conditions hold for the snapshots of many Resources.
 * @throws InvalidParametersError if a path is none
 */
export async function matchSnapshots(
  database: Database,
  ids: readonly string[],
  { conditions, limit }: { conditions: readonly SnapshotCondition[]; limit: number },
): Promise<ConditionMatch[]> {
  if (ids.length === 0 || conditions.length === 0) return [];
  try {
    return await database.query<ConditionMatch>(STATEMENT, [[...new Set(ids)], JSON.stringify(conditions), limit]);
  } catch (cause) {
    const { code, message } = cause as { code?: unknown; message?: string };
    if (typeof code !== "string" || !REFUSED_STATE.test(code)) throw cause;
    throw new InvalidParametersError([{ path: "where", detail: `of a condition is refused: ${message}` }], { cause });
  }
}
