import { SINK_LOCK } from "../postgres-catalog-store.js";
import type { HousekeepingSession } from "./housekeeping-session.js";
import { eraseSnapshots, type EndedResource } from "./erase-hidden.js";
import { noteChanged } from "./hidden-counts.js";
import { subtractFromTally } from "./type-tally.js";

const BATCH = 500;

const OLD = `
SELECT t.resource_id AS id, r.removed_on::text AS "endedOn"
FROM tombstone t
JOIN resource r ON r.id = t.resource_id
WHERE t.since < now() - $1::float8 * interval '1 millisecond' AND t.resource_id > $2
ORDER BY t.resource_id
LIMIT ${BATCH}`;

// No sink is at work while Resources are forgotten: one that has read a row, and left it as it is, counts on it. So few go, and so
// seldom, that this is no hindrance; where a sink takes long, they go another time.
const STOP_SINKS = `SET LOCAL lock_timeout = '1s'; SELECT pg_advisory_xact_lock(${SINK_LOCK})`;

const ERASE = `
DELETE FROM resource r
WHERE r.id = ANY($1::uuid[]) AND r.removed_on > '-infinity'
  AND NOT EXISTS (SELECT FROM resource_current v WHERE v.id = r.id)
  AND NOT EXISTS (SELECT FROM snapshot s WHERE s.resource_id = r.id)
  AND NOT EXISTS (SELECT FROM series s WHERE s.resource_id = r.id)
RETURNING r.id, r.type`;

const FORGET = `
WITH decisions AS (
  DELETE FROM housekeeping_decision WHERE resource_id = ANY($1::uuid[])
), claims AS (
  DELETE FROM claim WHERE resource_id = ANY($1::uuid[])
)
DELETE FROM tombstone WHERE resource_id = ANY($1::uuid[])`;

/** Forgets removed Resources after so many milliseconds; one that still has series waits for their retention. */
export async function eraseTombstones(session: HousekeepingSession, olderThan: number): Promise<number> {
  let erased = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
    const { rows } = await session.query<EndedResource>(OLD, [olderThan, after]);
    const last = rows.at(-1);
    if (!last) return erased;
    // What came late of them, after they were buried.
    await session.transaction(() => eraseSnapshots(session, rows));
    try {
      erased += await session.transaction(() => eraseBatch(session, rows));
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      return erased;
    }
    after = last.id;
  }
}

async function eraseBatch(session: HousekeepingSession, tombstones: readonly EndedResource[]): Promise<number> {
  const ids = tombstones.map(({ id }) => id);
  await session.query(STOP_SINKS);
  const { rows: gone } = await session.query<{ id: string; type: string }>(ERASE, [ids]);
  const goneIds = gone.map(({ id }) => id);
  await session.query(FORGET, [goneIds]);
  await noteChanged(session, goneIds);
  await subtractFromTally(session, "resource", gone);
  return gone.length;
}

function isLockTimeout(error: unknown): boolean {
  return (error as { code?: unknown }).code === "55P03";
}
