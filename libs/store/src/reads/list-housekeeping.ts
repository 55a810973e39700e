import type { Timestamp } from "@binnacle/contract";
import { BoundValues } from "./bound-values.js";
import { timestampText } from "./columns.js";
import type { Database } from "./database.js";

export const PLAN_STATUSES = ["held", "approved", "rejected", "executed", "lapsed"] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

/** What a rule would remove, and may not without approval. */
export interface HousekeepingPlan {
  id: string;
  rule: string;
  resourceType: string;
  reason: string;
  /** What was due by then; approval and rejection speak of that. */
  horizon: Timestamp;
  counts: { type: string; count: number; total: number }[];
  examples: { type: string; name: string; reason: string }[];
  status: PlanStatus;
  plannedOn: Timestamp;
  decidedOn: Timestamp | null;
  decidedBy: string | null;
}

/** Decisions that one rule took at one time. */
export interface HousekeepingRun {
  id: string;
  rule: string;
  resourceType: string;
  reason: string;
  horizon: Timestamp;
  /** The newest record time that was seen. */
  seenOn: Timestamp;
  removed: number;
  planId: string | null;
  status: "running" | "done" | "undoing" | "undone";
  startedOn: Timestamp;
  endedOn: Timestamp | null;
  undoableUntil: Timestamp;
  undoRequestedOn: Timestamp | null;
  undoRequestedBy: string | null;
  undoneOn: Timestamp | null;
}

/** Where a page of plans goes on. */
export interface PlanKey {
  plannedOn: Timestamp;
  id: string;
}

/** Where a page of runs goes on. */
export interface RunKey {
  startedOn: Timestamp;
  id: string;
}

/** Columns of `HousekeepingPlan` from `housekeeping_plan`. */
export const PLAN_COLUMNS = `id, rule, resource_type AS "resourceType", reason, ${timestampText("horizon")} AS horizon,
  counts, examples, status, ${timestampText("planned_on")} AS "plannedOn",
  ${timestampText("decided_on")} AS "decidedOn", decided_by AS "decidedBy"`;

/** Columns of `HousekeepingRun` from `housekeeping_run`. */
export const RUN_COLUMNS = `id, rule, resource_type AS "resourceType", reason, ${timestampText("horizon")} AS horizon,
  ${timestampText("seen_on")} AS "seenOn", removed::float8 AS removed, plan_id AS "planId",
  CASE
    WHEN undone_on IS NOT NULL THEN 'undone'
    WHEN undo_requested_on IS NOT NULL THEN 'undoing'
    WHEN ended_on IS NULL THEN 'running'
    ELSE 'done'
  END AS status,
  ${timestampText("started_on")} AS "startedOn", ${timestampText("ended_on")} AS "endedOn",
  ${timestampText("undoable_until")} AS "undoableUntil", ${timestampText("undo_requested_on")} AS "undoRequestedOn",
  undo_requested_by AS "undoRequestedBy", ${timestampText("undone_on")} AS "undoneOn"`;

export interface ListPlansInput {
  status?: PlanStatus | undefined;
  after?: PlanKey | undefined;
  limit: number;
}

/** Plans, newest first. */
export async function listPlans(
  database: Database,
  { status, after, limit }: ListPlansInput,
): Promise<HousekeepingPlan[]> {
  const bound = new BoundValues();
  const conditions = [
    ...(status === undefined ? [] : [`status = ${bound.bind(status)}`]),
    ...(after ? [newestFirstAfter("planned_on", bound, after.plannedOn, after.id)] : []),
  ];
  return database.query(
    {
      name: ["list-plans", ...(status === undefined ? [] : ["status"]), ...(after ? ["after"] : [])].join(" "),
      ...listing(PLAN_COLUMNS, "housekeeping_plan", conditions, "planned_on", bound.bind(limit)),
    },
    bound.values,
  );
}

/** Runs, newest first. */
export async function listRuns(
  database: Database,
  { after, limit }: { after?: RunKey | undefined; limit: number },
): Promise<HousekeepingRun[]> {
  const bound = new BoundValues();
  const conditions = after ? [newestFirstAfter("started_on", bound, after.startedOn, after.id)] : [];
  return database.query(
    {
      name: ["list-runs", ...(after ? ["after"] : [])].join(" "),
      ...listing(RUN_COLUMNS, "housekeeping_run", conditions, "started_on", bound.bind(limit)),
    },
    bound.values,
  );
}

function listing(
  columns: string,
  table: string,
  conditions: string[],
  sorted: string,
  limit: string,
): { text: string } {
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  return { text: `SELECT ${columns} FROM ${table} ${where} ORDER BY ${table}.${sorted} DESC, id LIMIT ${limit}` };
}

function newestFirstAfter(column: string, bound: BoundValues, time: Timestamp, id: string): string {
  const last = bound.bind(time);
  return `${column} <= ${last} AND (${column} < ${last} OR id > ${bound.bind(id)})`;
}
