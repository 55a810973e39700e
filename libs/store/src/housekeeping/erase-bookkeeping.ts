import type { Erased, KeepTimes } from "@binnacle/housekeeping";
import { RECEIPT_LIFETIME_MS } from "../reads/read-receipt.js";
import type { HousekeepingSession } from "./housekeeping-session.js";

const BATCH = 1_000;

const OLDER = "now() - $1::float8 * interval '1 millisecond'";

// A row that somebody writes now is left for the next time.
const REJECTIONS = `
DELETE FROM rejection WHERE id IN (
  SELECT id FROM rejection WHERE last_received_on < ${OLDER} ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
)`;

// In the feed's order, and never the newest: whoever goes on from a row that is there finds all that came after it.
const CHANGES = `
DELETE FROM change WHERE transaction_id IN (
  SELECT transaction_id
  FROM change
  WHERE (ordinal, sequence) < (
    SELECT ordinal, sequence
    FROM (
      (SELECT ordinal, sequence FROM change WHERE changed_on >= ${OLDER} ORDER BY ordinal, sequence LIMIT 1)
      UNION ALL
      (SELECT ordinal, sequence FROM change ORDER BY ordinal DESC, sequence DESC LIMIT 1)
    ) kept
    ORDER BY ordinal, sequence
    LIMIT 1
  )
  ORDER BY ordinal, sequence
  LIMIT ${BATCH}
)`;

// A receipt speaks for itself for so long: it is part of the contract.
const RECEIPTS = `
DELETE FROM receipt WHERE ctid IN (
  SELECT ctid FROM receipt WHERE recorded_on < ${OLDER} ORDER BY recorded_on LIMIT ${BATCH}
)`;

// The newest that was executed of its scope stays: it withdraws what comes late. One that never held is given up.
const SWEEPS = `
DELETE FROM sweep WHERE ctid IN (
  SELECT s.ctid
  FROM sweep s
  WHERE s.received_on < ${OLDER} AND (s.executed_on IS NULL OR EXISTS (
    SELECT FROM sweep n
    WHERE n.source = s.source AND n.resource_type = s.resource_type AND n.parent_id IS NOT DISTINCT FROM s.parent_id
      AND n.started_on > s.started_on AND n.executed_on IS NOT NULL
  ))
  LIMIT ${BATCH}
)`;

// Of each Resource the newest decision in force stays, since another one that is taken back leaves it; and so does what was taken
// back, as long as nothing newer was said.
const DECISIONS = `
DELETE FROM housekeeping_decision WHERE (run_id, resource_id) IN (
  SELECT d.run_id, d.resource_id
  FROM housekeeping_decision d
  JOIN housekeeping_run u ON u.id = d.run_id
  WHERE u.started_on < ${OLDER} AND u.undoable_until < now()
    AND (u.undo_requested_on IS NULL OR u.undone_on IS NOT NULL)
    AND EXISTS (
      SELECT FROM housekeeping_decision n
      JOIN housekeeping_run nu ON nu.id = n.run_id
      WHERE n.resource_id = d.resource_id AND NOT n.is_undone AND n.removed_on > d.removed_on
        AND nu.undoable_until < now() AND nu.undo_requested_on IS NULL
    )
  LIMIT ${BATCH}
)`;

const RUNS = `
DELETE FROM housekeeping_run WHERE id IN (
  SELECT id FROM housekeeping_run u
  WHERE u.started_on < ${OLDER} AND u.undoable_until < now()
    AND NOT EXISTS (SELECT FROM housekeeping_decision d WHERE d.run_id = u.id)
  LIMIT ${BATCH}
)`;

const PLANS = `
DELETE FROM housekeeping_plan WHERE id IN (
  SELECT id FROM housekeeping_plan
  WHERE planned_on < ${OLDER} AND status NOT IN ('held', 'approved')
  LIMIT ${BATCH}
)`;

const AUDIT = `
DELETE FROM audit WHERE id IN (
  SELECT id FROM audit WHERE occurred_on < ${OLDER} ORDER BY occurred_on LIMIT ${BATCH}
)`;

/** Erases rows of bookkeeping that are older than they are kept, a thousand at a time. */
export async function eraseBookkeeping(session: HousekeepingSession, keep: KeepTimes): Promise<Erased> {
  return {
    rejections: await eraseAll(session, REJECTIONS, keep.rejections),
    receipts: await eraseAll(session, RECEIPTS, RECEIPT_LIFETIME_MS),
    changes: await eraseAll(session, CHANGES, keep.changes),
    sweeps: await eraseAll(session, SWEEPS, keep.sweeps),
    decisions: await eraseAll(session, DECISIONS, keep.runs),
    runs: await eraseAll(session, RUNS, keep.runs),
    plans: await eraseAll(session, PLANS, keep.runs),
    audit: await eraseAll(session, AUDIT, keep.audit),
  };
}

async function eraseAll(session: HousekeepingSession, statement: string, olderThan: number): Promise<number> {
  let erased = 0;
  let count;
  do {
    count = (await session.query(statement, [olderThan])).rowCount ?? 0;
    erased += count;
  } while (count === BATCH);
  return erased;
}
