import type { Database } from "../reads/database.js";
import { RUN_COLUMNS, type HousekeepingRun } from "../reads/list-housekeeping.js";
import { changeAudited } from "./write-audit.js";

const REQUEST = `
UPDATE housekeeping_run SET undo_requested_on = now(), undo_requested_by = $2
WHERE id = $1 AND undo_requested_on IS NULL AND undoable_until > now()
RETURNING ${RUN_COLUMNS}`;

const REQUESTED = `SELECT ${RUN_COLUMNS} FROM housekeeping_run WHERE id = $1 AND undo_requested_on IS NOT NULL`;

/**
 * Asks the housekeeper to take a run back; `undefined` without such a one, or when it is too late. One of which this was asked before
 * is given as it is.
 */
export async function requestUndo(
  database: Database,
  id: string,
  principal: string,
): Promise<HousekeepingRun | undefined> {
  const entry = { principal, action: "run.undo", target: id, outcome: "requested" };
  const [requested] = await changeAudited<HousekeepingRun>(database, { text: REQUEST }, [id, principal], entry);
  if (requested) return requested;
  const [before] = await database.query<HousekeepingRun>({ text: REQUESTED }, [id]);
  return before;
}
