import { randomUUID } from "node:crypto";
import type { CandidateGroup, OpenPlan } from "@binnacle/housekeeping";
import type { SqlConnection } from "./sql-connection.js";
import { timestampText } from "../reads/columns.js";

const OPEN = `
SELECT id, rule, resource_type AS "resourceType", ${timestampText("horizon")} AS horizon, status
FROM housekeeping_plan
WHERE status IN ('held', 'approved')
ORDER BY planned_on, id`;

const HOLD = `
INSERT INTO housekeeping_plan (id, rule, resource_type, reason, horizon, counts, examples, status)
VALUES ($1, $2, $3, $4, $5, $6::json, $7::json, 'held')
ON CONFLICT DO NOTHING`;

const CLOSE = "UPDATE housekeeping_plan SET status = $2 WHERE id = $1 AND status IN ('held', 'approved')";

/** The plans that wait for somebody, or for the housekeeper. */
export async function readOpenPlans(connection: SqlConnection): Promise<OpenPlan[]> {
  const { rows } = await connection.query<OpenPlan>(OPEN);
  return rows;
}

/** Keeps a plan until somebody looks at it. */
export async function holdPlan(
  connection: SqlConnection,
  plan: Omit<OpenPlan, "id" | "status"> & CandidateGroup & { reason: string },
): Promise<void> {
  const { rule, resourceType, reason, horizon, counts, examples } = plan;
  const values = [rule, resourceType, reason, horizon, JSON.stringify(counts), JSON.stringify(examples)];
  await connection.query(HOLD, [randomUUID(), ...values]);
}

export async function closePlan(connection: SqlConnection, id: string, status: "executed" | "lapsed"): Promise<void> {
  await connection.query(CLOSE, [id, status]);
}
