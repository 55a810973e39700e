import type { HousekeepingSession } from "./housekeeping-session.js";
import { tellingChanges } from "./shown-resources.js";

const BATCH = 1_000;

const REQUESTED = `
SELECT id AS "runId", rule FROM housekeeping_run
WHERE undo_requested_on IS NOT NULL AND undone_on IS NULL
ORDER BY undo_requested_on, id`;

const IN_FORCE = `
SELECT resource_id AS id FROM housekeeping_decision WHERE run_id = $1 AND NOT is_undone ORDER BY resource_id LIMIT ${BATCH}`;

const LOCK = "SELECT FROM resource WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE";

const TAKE_BACK = `
UPDATE housekeeping_decision SET is_undone = true WHERE run_id = $1 AND resource_id = ANY($2::uuid[])`;

// What other decisions say stays; published removals are in a column of their own.
const RESTORE = `
UPDATE resource r
SET removed_on = greatest(r.published_removal_on, (
  SELECT max(d.removed_on) FROM housekeeping_decision d WHERE d.resource_id = r.id AND NOT d.is_undone
))
WHERE r.id = ANY($1::uuid[])`;

const UNDONE = `
UPDATE housekeeping_run SET undone_on = now(), ended_on = coalesce(ended_on, now()) WHERE id = $1
RETURNING removed::float8 AS count`;

/** Takes back the decisions of the runs that somebody asked to be undone; cut off, it goes on where it was. */
export async function undoRequestedRuns(
  session: HousekeepingSession,
): Promise<{ runId: string; rule: string; count: number }[]> {
  const { rows: requested } = await session.query<{ runId: string; rule: string }>(REQUESTED);
  const undone = [];
  for (const { runId, rule } of requested) {
    while (await undoBatch(session, runId));
    const { rows } = await session.query<{ count: number }>(UNDONE, [runId]);
    undone.push({ runId, rule, count: rows[0]!.count });
  }
  return undone;
}

/** Returns whether there was something left to do. */
function undoBatch(session: HousekeepingSession, runId: string): Promise<boolean> {
  return session.transaction(async () => {
    const { rows } = await session.query<{ id: string }>(IN_FORCE, [runId]);
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return false;
    await session.query(LOCK, [ids]);
    await tellingChanges(session, ids, async () => {
      await session.query(TAKE_BACK, [runId, ids]);
      await session.query(RESTORE, [ids]);
    });
    return true;
  });
}
