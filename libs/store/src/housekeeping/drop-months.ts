import { addMicros, type Timestamp } from "@binnacle/contract";
import type { SeriesRule } from "@binnacle/housekeeping";
import { attachment, monthAfter, PARTITION_LOCK } from "../operations/series-partitions.js";
import type { HousekeepingSession } from "./housekeeping-session.js";

const MONTHS = `
SELECT c.relname AS name, i.inhrelid IS NOT NULL AS "isAttached", coalesce(i.inhdetachpending, false) AS "isDetaching"
FROM pg_class c
LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
WHERE c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'series'::regclass)
  AND c.relkind = 'r' AND c.relname ~ '^series_[0-9]{4}_[0-9]{2}$'
ORDER BY c.relname`;

interface Month {
  name: string;
  isAttached: boolean;
  isDetaching: boolean;
}

/**
 * Drops the months of which every row has had its time, and gives how many. A month is detached first, which keeps neither readers nor
 * writers out; what a crash has left between the steps is finished by the next.
 */
export async function dropMonths(
  session: HousekeepingSession,
  rules: readonly SeriesRule[],
  now: Timestamp,
): Promise<number> {
  const { rows: months } = await session.query<Month>(MONTHS);
  let dropped = 0;
  for (const month of months) {
    const isWhole = month.isAttached && !month.isDetaching;
    if (isWhole && !(await isOver(session, month.name, rules, now))) continue;
    // Whoever wants this month meanwhile, for a reading that is late, waits and makes it anew.
    await session.query("SELECT pg_advisory_lock($1)", [PARTITION_LOCK]);
    try {
      await detach(session, month);
      // What came in until the last moment may be of a type that is to be kept.
      if (await isOver(session, month.name, rules, now)) {
        await drop(session, month.name);
        dropped++;
      } else await session.query(attachment(monthOf(month.name)));
    } finally {
      await session.query("SELECT pg_advisory_unlock($1)", [PARTITION_LOCK]);
    }
  }
  return dropped;
}

/** Whether all that a month holds is of types whose time to be kept is over. */
async function isOver(
  session: HousekeepingSession,
  name: string,
  rules: readonly SeriesRule[],
  now: Timestamp,
): Promise<boolean> {
  const end = `${monthAfter(monthOf(name))}-01T00:00:00.000000Z`;
  const over = rules.filter(({ keepFor }) => keepFor !== undefined && end <= addMicros(now, -keepFor * 1000));
  if (over.length === 0) return false;
  const { rows } = await session.query<{ isNeeded: boolean }>(
    `SELECT EXISTS (SELECT FROM ${name} WHERE type <> ALL($1::text[])) AS "isNeeded"`,
    [over.map(({ readingType }) => readingType)],
  );
  return !rows[0]!.isNeeded;
}

function monthOf(name: string): string {
  return name.slice("series_".length).replace("_", "-");
}

async function detach(session: HousekeepingSession, { name, isAttached, isDetaching }: Month): Promise<void> {
  if (isDetaching) await session.query(`ALTER TABLE series DETACH PARTITION ${name} FINALIZE`);
  else if (isAttached) await session.query(`ALTER TABLE series DETACH PARTITION ${name} CONCURRENTLY`);
}

async function drop(session: HousekeepingSession, name: string): Promise<void> {
  await session.transaction(async () => {
    await session.query(
      `INSERT INTO type_tally (kind, type, count, newest)
       SELECT 'series', type, -count(*), '-infinity' FROM ${name} GROUP BY type`,
    );
    await session.query(
      `INSERT INTO hidden_note (resource_id)
       SELECT r.id FROM resource r
       WHERE r.removed_on > '-infinity' AND EXISTS (SELECT FROM ${name} s WHERE s.resource_id = r.id)`,
    );
    await session.query(`DROP TABLE ${name}`);
  });
}
