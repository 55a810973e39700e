import { noteBack, noteChanged, noteMiscounted } from "./hidden-counts.js";
import type { HousekeepingSession } from "./housekeeping-session.js";
import { subtractFromTally, type TalliedRow } from "./type-tally.js";

/** Resources of a transaction; each may have some ten snapshots. */
const BATCH = 200;

/** A decision is settled a little after it could last be undone, so that a request of the last moment is seen first. */
const SETTLED = `NOT d.is_undone AND u.undo_requested_on IS NULL AND u.undoable_until < now() - interval '1 minute'`;

const ENDED = `
SELECT r.id, (greatest(r.published_removal_on, (
    SELECT max(d.removed_on)
    FROM housekeeping_decision d
    JOIN housekeeping_run u ON u.id = d.run_id
    WHERE d.resource_id = r.id AND ${SETTLED}
  )))::text AS "endedOn"
FROM resource r
WHERE r.removed_on > '-infinity' AND r.id > $1
  AND NOT EXISTS (SELECT FROM tombstone t WHERE t.resource_id = r.id)
ORDER BY r.id
LIMIT ${BATCH}`;

const INPUT = 'jsonb_to_recordset($1::jsonb) AS i (id uuid, "endedOn" timestamptz)';

// The sink locks the snapshots that it reads in this order; one that it has moved meanwhile is not hidden any more.
const SNAPSHOTS = `
WITH hidden AS MATERIALIZED (
  SELECT s.resource_id, s.type
  FROM ${INPUT}
  JOIN snapshot s ON s.resource_id = i.id AND s.collected_on <= i."endedOn"
  ORDER BY s.resource_id, s.type
  FOR UPDATE OF s
), gone AS (
  DELETE FROM snapshot s USING hidden h WHERE s.resource_id = h.resource_id AND s.type = h.type
  RETURNING s.resource_id, s.type
), edges AS (
  DELETE FROM reference e USING gone g WHERE e.resource_id = g.resource_id AND e.reading_type = g.type
)
SELECT g.resource_id AS id, g.type, r.type AS "resourceType" FROM gone g JOIN resource r ON r.id = g.resource_id`;

// A tombstone is what has nothing left that would be shown again if its times were forgotten.
const BURY = `
INSERT INTO tombstone (resource_id)
SELECT i.id
FROM ${INPUT}
JOIN resource r ON r.id = i.id AND r.removed_on = i."endedOn"
WHERE NOT EXISTS (SELECT FROM resource_current v WHERE v.id = i.id)
ON CONFLICT DO NOTHING`;

const EXHUME = `
DELETE FROM tombstone t WHERE EXISTS (SELECT FROM resource_current v WHERE v.id = t.resource_id)`;

/** A Resource and the time up to which what was said of it is gone for good. */
export interface EndedResource {
  id: string;
  endedOn: string;
}

/**
 * Erases snapshots and references that the reads hide for good: what was said of a Resource before it was removed, or before a
 * decision that cannot be undone any more. Gives the number of snapshots.
 */
export async function eraseHidden(session: HousekeepingSession): Promise<number> {
  await session.query(EXHUME);
  await noteBack(session);
  let erased = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
    const { rows } = await session.query<EndedResource>(ENDED, [after]);
    const last = rows.at(-1);
    if (!last) return erased;
    erased += await session.transaction(async () => {
      const count = await eraseSnapshots(session, rows);
      await session.query(BURY, [JSON.stringify(rows)]);
      await noteMiscounted(
        session,
        rows.map(({ id }) => id),
      );
      return count;
    });
    after = last.id;
  }
}

/** In a transaction of the caller's, who may go on to lock Resources. */
export async function eraseSnapshots(session: HousekeepingSession, ended: readonly EndedResource[]): Promise<number> {
  const { rows: gone } = await session.query<Required<TalliedRow> & { id: string }>(SNAPSHOTS, [JSON.stringify(ended)]);
  await subtractFromTally(session, "snapshot", gone);
  await noteChanged(
    session,
    gone.map(({ id }) => id),
  );
  return gone.length;
}
