import { randomUUID } from "node:crypto";
import type { Timestamp } from "@binnacle/contract";
import type { RunOrder, View } from "@binnacle/housekeeping";
import { candidateQuery } from "./candidates/candidate-query.js";
import type { CandidateTable, PlacedCandidate } from "./candidate-table.js";
import { settleHidden } from "./hidden-counts.js";
import type { HousekeepingSession } from "./housekeeping-session.js";
import { tellingChanges } from "./shown-resources.js";
import { timestampText } from "../reads/columns.js";

/** Resources of a transaction. */
const BATCH = 1_000;

// In the order in which the sinks lock Resources, and after no lock that they take later.
const LOCK = "SELECT FROM resource WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE";

const RECORD_RUN = `
INSERT INTO housekeeping_run AS u (id, rule, resource_type, reason, horizon, plan_id, removed, seen_on, undoable_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() + $9::float8 * interval '1 millisecond')
ON CONFLICT (id) DO UPDATE SET
  removed = u.removed + excluded.removed,
  seen_on = greatest(u.seen_on, excluded.seen_on),
  undoable_until = excluded.undoable_until`;

const DECIDE = `
WITH decided AS (
  SELECT * FROM jsonb_to_recordset($2::jsonb) AS i (id uuid, on_ timestamptz)
), recorded AS (
  INSERT INTO housekeeping_decision (run_id, resource_id, removed_on) SELECT $1, id, on_ FROM decided
)
UPDATE resource r SET removed_on = greatest(r.removed_on, d.on_)
FROM decided d
WHERE r.id = d.id`;

const END_RUN = "UPDATE housekeeping_run SET ended_on = now() WHERE id = $1";

interface Decision {
  id: string;
  removedOn: Timestamp;
}

/**
 * Removes what was found, in transactions of 1,000 Resources; each looks again at what it removes, under lock. Cut off in between,
 * what is done stays done, and is a run that can be undone.
 */
export async function removeCandidates(
  session: HousekeepingSession,
  table: CandidateTable,
  order: RunOrder,
  view: View,
): Promise<number> {
  const runId = randomUUID();
  let removed = 0;
  for (let after = "0"; ;) {
    const page = await table.page(order.resourceType, after, BATCH);
    const last = page.at(-1);
    if (!last) break;
    removed += await session.transaction(() => removePage(session, page, runId, order, view));
    // Until they are counted, who asks for counts looks at each.
    await settleHidden(session);
    after = last.position;
  }
  if (removed > 0) await session.query(END_RUN, [runId]);
  return removed;
}

async function removePage(
  session: HousekeepingSession,
  page: readonly PlacedCandidate[],
  runId: string,
  order: RunOrder,
  view: View,
): Promise<number> {
  const ids = page.map(({ id }) => id);
  await session.query(LOCK, [ids]);
  const decisions = await stillDue(session, page, order, view);
  const seenOn = decisions
    .map(({ removedOn }) => removedOn)
    .toSorted()
    .at(-1);
  if (seenOn === undefined) return 0;
  await tellingChanges(
    session,
    decisions.map(({ id }) => id),
    async () => {
      const { rule, resourceType, reason, horizon, planId, undoFor } = order;
      const run = [rule.name, resourceType, reason, horizon, planId ?? null, decisions.length, seenOn, undoFor];
      await session.query(RECORD_RUN, [runId, ...run]);
      await session.query(DECIDE, [
        runId,
        JSON.stringify(decisions.map(({ id, removedOn }) => ({ id, on_: removedOn }))),
      ]);
    },
  );
  return decisions.length;
}

/**
 * Those that the rule still would remove, now that nobody else writes their rows. What was seen when they were found stays seen, also
 * where what said it has just been removed by the same rule: the order in which it goes through types makes no difference.
 */
async function stillDue(
  session: HousekeepingSession,
  page: readonly PlacedCandidate[],
  { rule }: RunOrder,
  view: View,
): Promise<Decision[]> {
  const { text, values } = candidateQuery(rule, view, { ids: [...new Set(page.map(({ rootId }) => rootId))] });
  const { rows } = await session.query<Decision>(
    `SELECT id, ${timestampText("removed_on")} AS "removedOn" FROM (${text}) found
     WHERE id = ANY($${values.length + 1}::uuid[])`,
    [...values, page.map(({ id }) => id)],
  );
  const found = new Map(page.map((candidate) => [candidate.id, candidate.removedOn]));
  return rows.map(({ id, removedOn }) => ({ id, removedOn: later(removedOn, found.get(id)!) }));
}

function later(a: Timestamp, b: Timestamp): Timestamp {
  return a > b ? a : b;
}
