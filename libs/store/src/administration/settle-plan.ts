import type { Database } from "../reads/database.js";
import { PLAN_COLUMNS, type HousekeepingPlan } from "../reads/list-housekeeping.js";
import { changeAudited } from "./write-audit.js";

const ACTIONS = { approved: "plan.approve", rejected: "plan.reject" };

const SETTLE = `
UPDATE housekeeping_plan SET status = $2, decided_on = now(), decided_by = $3
WHERE id = $1 AND status = 'held'
RETURNING ${PLAN_COLUMNS}`;

const SETTLED = `SELECT ${PLAN_COLUMNS} FROM housekeeping_plan WHERE id = $1 AND status = $2`;

/** Approves or rejects a plan that is held; `undefined` without such a one. One that was settled so before is given as it is. */
export async function settlePlan(
  database: Database,
  id: string,
  status: "approved" | "rejected",
  principal: string,
): Promise<HousekeepingPlan | undefined> {
  const entry = { principal, action: ACTIONS[status], target: id, outcome: "done" };
  const [settled] = await changeAudited<HousekeepingPlan>(database, { text: SETTLE }, [id, status, principal], entry);
  if (settled) return settled;
  const [before] = await database.query<HousekeepingPlan>({ text: SETTLED }, [id, status]);
  return before;
}
