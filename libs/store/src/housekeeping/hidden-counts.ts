import { setTimeout as sleep } from "node:timers/promises";
import { SINK_LOCK } from "../postgres-catalog-store.js";
import { hiddenRows } from "../reads/hidden-rows.js";
import type { HousekeepingSession } from "./housekeeping-session.js";
import type { SqlConnection } from "./sql-connection.js";

/** Resources that are counted in one statement. */
const BATCH = 500;

/** After so many, plans that were made for tables with less in them are made anew. */
const MANY = 1_000;

/** A transaction of a sink takes a fraction of a second, or else the counting waits for the next time. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 20;

const NOTE = "INSERT INTO hidden_note (resource_id) SELECT DISTINCT i.id FROM unnest($1::uuid[]) i (id)";

const NOTE_ENDED = `${NOTE} JOIN resource r ON r.id = i.id AND r.removed_on > '-infinity'`;

const RIPEN = "UPDATE hidden_note SET is_ripe = true WHERE NOT is_ripe";

const IS_RIPE = "SELECT FROM hidden_note WHERE is_ripe LIMIT 1";

// A lock of a bigint is listed in two halves.
const SINKS = `
SELECT virtualtransaction AS id FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND (classid::bigint << 32) + objid::bigint = ${SINK_LOCK}
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

const ALL = ["resource", "snapshot", "series"] as const;

const NOTE_MISCOUNTED = `
WITH ${hiddenRows("SELECT unnest($1::uuid[]) AS id", ALL)}, counted AS (
  SELECT h.resource_id, h.kind, h.type, h.count FROM hidden h WHERE h.resource_id = ANY($1::uuid[])
)
INSERT INTO hidden_note (resource_id)
SELECT DISTINCT resource_id
FROM counted c
FULL JOIN hidden_now n USING (resource_id, kind, type)
WHERE c.count IS DISTINCT FROM n.count
  AND NOT EXISTS (SELECT FROM hidden_note o WHERE o.resource_id IN (c.resource_id, n.resource_id))`;

const NOTE_BACK = `
INSERT INTO hidden_note (resource_id)
SELECT DISTINCT h.resource_id
FROM hidden h
WHERE NOT EXISTS (SELECT FROM resource r WHERE r.id = h.resource_id AND r.removed_on > '-infinity')
  AND NOT EXISTS (SELECT FROM hidden_note o WHERE o.resource_id = h.resource_id)`;

// One statement, so that it sees one state of all tables: a note that comes meanwhile stays.
const SETTLE = `
WITH ripe AS MATERIALIZED (
  SELECT DISTINCT resource_id AS id FROM hidden_note WHERE is_ripe LIMIT ${BATCH}
), settled AS (
  DELETE FROM hidden_note n USING ripe WHERE n.resource_id = ripe.id AND n.is_ripe
), forgotten AS (
  DELETE FROM hidden h USING ripe WHERE h.resource_id = ripe.id RETURNING h.kind, h.type, h.count
), ${hiddenRows("SELECT id FROM ripe", ALL)}, kept AS (
  INSERT INTO hidden (resource_id, kind, type, count) SELECT resource_id, kind, type, count FROM hidden_now
), counted AS (
  INSERT INTO hidden_tally (kind, type, count)
  SELECT kind, type, sum(count)
  FROM (
    SELECT kind, type, count FROM hidden_now UNION ALL SELECT kind, type, -count FROM forgotten
  ) moved
  GROUP BY kind, type
  HAVING sum(count) <> 0
)
SELECT count(*)::int AS count FROM ripe`;

/** Has what these Resources hide counted anew, whether or not they are still there, or still ended. */
export async function noteChanged(connection: SqlConnection, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await connection.query(NOTE, [ids]);
}

/** The same for those that ended; the others hide nothing. */
export async function noteEnded(connection: SqlConnection, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await connection.query(NOTE_ENDED, [ids]);
}

/** Notes those of which something else was counted than what they hide: sinks from before there were notes leave none. */
export async function noteMiscounted(connection: SqlConnection, ids: readonly string[]): Promise<void> {
  await connection.query(NOTE_MISCOUNTED, [ids]);
}

/** Notes those that were counted, and have not ended any more or are gone: a housekeeper from before there were notes leaves none. */
export async function noteBack(connection: SqlConnection): Promise<void> {
  await connection.query(NOTE_BACK);
}

/**
 * Counts what the noted Resources hide. A sink that began before a note was there may not have seen what it is about, and so have left none of
 * its own: it is waited for, which keeps nobody up. Returns how many Resources were counted.
 */
export async function settleHidden(session: HousekeepingSession): Promise<number> {
  await session.query(RIPEN);
  const { rowCount } = await session.query(IS_RIPE);
  if (!rowCount || !(await outlastSinks(session))) return 0;
  for (let settled = 0; ;) {
    const count = await session.transaction(async () => {
      const { rows } = await session.query<{ count: number }>(SETTLE);
      return rows[0]!.count;
    });
    if (count === 0) {
      if (settled >= MANY) await session.query("ANALYZE hidden, hidden_note");
      return settled;
    }
    settled += count;
  }
}

/** Whether all transactions of sinks that there are now have ended. */
async function outlastSinks(session: HousekeepingSession): Promise<boolean> {
  const running = async (): Promise<string[]> => {
    const { rows } = await session.query<{ id: string }>(SINKS);
    return rows.map(({ id }) => id);
  };
  let left = new Set(await running());
  for (let waited = 0; left.size > 0 && waited < PATIENCE_MS; waited += PAUSE_MS) {
    await sleep(PAUSE_MS);
    left = left.intersection(new Set(await running()));
  }
  return left.size === 0;
}
