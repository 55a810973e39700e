import type { Candidate, Rehearsal, RemovalRule, TypeCount, View } from "@binnacle/housekeeping";
import { timestampText } from "../reads/columns.js";
import type { Database } from "../reads/database.js";
import { candidateQuery } from "./candidates/candidate-query.js";

const EXAMPLES = 10;

export const TOTALS = `
SELECT type, count(*)::float8 AS total FROM resource_current WHERE type = ANY($1::text[]) GROUP BY type`;

interface FoundRow extends Candidate {
  rootType: string;
  counts: Omit<TypeCount, "total">[];
}

/** What a rule would remove if the housekeeper worked now, by the query that it works by. Changes nothing, not even a temporary table. */
export async function rehearse(database: Database, rule: RemovalRule, view: View, limit: number): Promise<Rehearsal[]> {
  const { text, values } = candidateQuery(rule, view, { isRehearsal: true });
  const statement = `
WITH found AS MATERIALIZED (${text}), counted AS (
  SELECT root_type, json_agg(json_build_object('type', type, 'count', count) ORDER BY type) AS counts
  FROM (SELECT root_type, type, count(*) FROM found GROUP BY root_type, type) counted
  GROUP BY root_type
)
SELECT root_type AS "rootType", id, type, name, ${timestampText("removed_on")} AS "removedOn", ${timestampText("due_on")} AS "dueOn",
  reason, counts
FROM (
  SELECT found.*, row_number() OVER (PARTITION BY root_type ORDER BY root_id, depth DESC, id) AS position FROM found
) found
JOIN counted USING (root_type)
WHERE position <= $${values.length + 1}
ORDER BY root_type, position`;
  const rows = await database.query<FoundRow>({ text: statement }, [...values, limit]);
  if (rows.length === 0) return [];
  const types = [...new Set(rows.flatMap(({ counts }) => counts.map(({ type }) => type)))];
  const totals = await database.query<{ type: string; total: number }>({ text: TOTALS }, [types]);
  return [...Map.groupBy(rows, ({ rootType }) => rootType)].map(([resourceType, of]) => ({
    resourceType,
    counts: of[0]!.counts.map(({ type, count }) => ({
      type,
      count,
      total: totals.find((row) => row.type === type)?.total ?? 0,
    })),
    examples: of.slice(0, EXAMPLES).map(({ type, name, reason }) => ({ type, name, reason })),
    candidates: of.map(({ rootType: _rootType, counts: _counts, ...candidate }) => candidate),
  }));
}
