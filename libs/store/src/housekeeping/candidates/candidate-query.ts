import type { RemovalRule, View } from "@binnacle/housekeeping";
import { BoundValues } from "../../reads/bound-values.js";
import { dueSweeps } from "../execute-sweeps.js";
import { newestWord, trusted, withoutSeriesSince, type CandidateInput } from "./conditions.js";
import { leaseCandidates } from "./lease-candidates.js";
import { orphanCandidates, undeclaredCandidates } from "./leftover-candidates.js";
import { staleCandidates } from "./stale-candidates.js";
import { sweepCandidates } from "./sweep-candidates.js";

export interface CandidateOptions extends Pick<CandidateInput, "resourceType" | "ids"> {
  /** Sweeps that are due count as if they had been executed. */
  isRehearsal?: boolean;
}

export interface CandidateQuery {
  /** Rows `(root_id, root_type, depth, id, type, name, removed_on, due_on, reason)`, each Resource once. */
  text: string;
  values: unknown[];
}

const MAX_DEPTH = 32;

const EXECUTED_SWEEPS = "(SELECT * FROM sweep WHERE executed_on IS NOT NULL)";

/**
 * What a rule would remove. Not what somebody has taken back, as long as nothing new was said of it, nor what was due by then when
 * somebody refused.
 */
export function candidateQuery(
  rule: RemovalRule,
  view: View,
  { isRehearsal = false, ...narrowed }: CandidateOptions = {},
): CandidateQuery {
  const bound = new BoundValues();
  const horizon = `${bound.bind(view.horizon)}::timestamptz`;
  const sweeps = isRehearsal ? "holding" : EXECUTED_SWEEPS;
  const input: CandidateInput = { view, bound, horizon, sweeps, ...narrowed };
  const columns = "source, resource_type, parent_id, started_on, received_on";
  const holding =
    isRehearsal && rule.kind === "sweep"
      ? `holding AS MATERIALIZED (
  SELECT ${columns} FROM ${EXECUTED_SWEEPS} executed
  UNION ALL SELECT ${columns} FROM (${dueSweeps(horizon, bound.bind(view.distrusted))}) due_now
),`
      : "";
  const due = `
due AS MATERIALIZED (
  SELECT c.*
  FROM (${rootsOf(rule, input)}) c
  WHERE c.due_on <= ${horizon} AND ${notTakenBack("c")}
    AND NOT EXISTS (
      SELECT FROM housekeeping_plan p
      WHERE p.rule = ${bound.bind(rule.name)} AND p.resource_type = c.type AND p.status = 'rejected' AND c.due_on <= p.horizon
    )
)`;
  const roots = `SELECT id AS root_id, type AS root_type, 0 AS depth, id, type, name, removed_on, due_on, reason FROM due`;
  const text =
    rule.kind === "stale" && rule.withChildren
      ? `WITH RECURSIVE ${due}, ${below(input)} ${roots} UNION ALL SELECT * FROM descendants`
      : `WITH ${holding} ${due} ${roots}`;
  return { text, values: bound.values };
}

function rootsOf(rule: RemovalRule, input: CandidateInput): string {
  switch (rule.kind) {
    case "lease":
      return leaseCandidates(input);
    case "sweep":
      return sweepCandidates(input);
    case "stale":
      return staleCandidates(rule, input);
    case "orphan":
      return orphanCandidates(rule, input);
    case "undeclared":
      return undeclaredCandidates(rule, input);
  }
}

/** Everything below what is due, as long as nothing newer than the horizon was said of it; who is on two paths is on the longer. */
function below(input: CandidateInput): string {
  const { horizon } = input;
  return `
tree (root_id, root_type, root_name, depth, id) AS (
  SELECT id, type, name, 0, id FROM due
  UNION ALL
  SELECT t.root_id, t.root_type, t.root_name, t.depth + 1, c.id
  FROM tree t
  JOIN resource c ON c.parent_id = t.id AND c.parent_set_on > c.removed_on
  WHERE t.depth < ${MAX_DEPTH} AND c.id <> t.root_id
), lowest AS (
  SELECT DISTINCT ON (id) * FROM tree ORDER BY id, depth DESC, root_id
), descendants AS (
  SELECT t.root_id, t.root_type, t.depth, r.id, r.type, r.name, w.said_on AS removed_on, w.said_on AS due_on,
    'below ' || t.root_type || ' ' || t.root_name AS reason
  FROM lowest t
  JOIN resource r ON r.id = t.id
  CROSS JOIN LATERAL (SELECT ${newestWord("r")} AS said_on) w
  WHERE t.id NOT IN (SELECT id FROM due) AND w.said_on <= ${horizon} AND ${notTakenBack("r", "w.said_on")}
    ${withoutSeriesSince("r", horizon)} ${trusted("r", input)}
)`;
}

function notTakenBack(candidate: string, saidOn = `${candidate}.said_on`): string {
  return `NOT EXISTS (
    SELECT FROM housekeeping_decision d
    WHERE d.resource_id = ${candidate}.id AND d.is_undone AND d.removed_on >= ${saidOn})`;
}
