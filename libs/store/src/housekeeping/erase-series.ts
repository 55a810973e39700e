import { addMicros, type Timestamp } from "@binnacle/contract";
import type { SeriesRule } from "@binnacle/housekeeping";
import { BoundValues } from "../reads/bound-values.js";
import { noteEnded } from "./hidden-counts.js";
import type { HousekeepingSession } from "./housekeeping-session.js";
import { subtractFromTally } from "./type-tally.js";

/** Resources whose series are looked at in one go, and rows that go in one transaction. */
const RESOURCES = 500;
const ROWS = 1_000;

const IDS = `SELECT id FROM resource WHERE id > $1 ORDER BY id LIMIT ${RESOURCES}`;

/** Erases what a rule gives up of the series of its reading type, Resource by Resource along the primary key. */
export async function eraseSeries(session: HousekeepingSession, rule: SeriesRule, now: Timestamp): Promise<number> {
  let erased = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
    const { rows } = await session.query<{ id: string }>(IDS, [after]);
    const last = rows.at(-1);
    if (!last) return erased;
    const ids = rows.map(({ id }) => id);
    let count;
    do {
      count = await session.transaction(() => eraseRows(session, rule, now, ids));
      erased += count;
    } while (count === ROWS);
    after = last.id;
  }
}

async function eraseRows(
  session: HousekeepingSession,
  rule: SeriesRule,
  now: Timestamp,
  ids: readonly string[],
): Promise<number> {
  const { text, values } = statement(rule, now, ids);
  const { rows } = await session.query<{ id: string; type: string }>(text, values);
  await subtractFromTally(session, "series", rows);
  await noteEnded(
    session,
    rows.map(({ id }) => id),
  );
  return rows.length;
}

function statement(rule: SeriesRule, now: Timestamp, ids: readonly string[]): { text: string; values: unknown[] } {
  const bound = new BoundValues();
  const { readingType, keepFor, keepLast, thinOut } = rule;
  const ago = (milliseconds: number): string => `${bound.bind(addMicros(now, -milliseconds * 1000))}::timestamptz`;
  const numbers: string[] = [];
  const conditions: string[] = [];
  if (keepFor !== undefined) conditions.push(`collected_on < ${ago(keepFor)}`);
  if (keepLast !== undefined) {
    numbers.push("row_number() OVER (PARTITION BY s.resource_id ORDER BY s.collected_on DESC, s.digest DESC) AS rank");
    conditions.push(`rank > ${bound.bind(keepLast)}::bigint`);
  }
  if (thinOut) {
    const bin = (time: string): string =>
      `date_bin(${bound.bind(thinOut.onePer)}::float8 * interval '1 millisecond', ${time}, 'epoch')`;
    const newest = `PARTITION BY s.resource_id, ${bin("s.collected_on")} ORDER BY s.collected_on DESC, s.digest DESC`;
    numbers.push(`row_number() OVER (${newest}) AS rank_in_bin`);
    // A stretch that is not over in full stays as it is.
    conditions.push(`(rank_in_bin > 1 AND collected_on < ${bin(ago(thinOut.after))})`);
  }
  // Only what is old goes, unless the newest have to be counted: then months that hold nothing old are not looked at.
  const oldest = [keepFor, thinOut?.after].filter((time) => time !== undefined);
  const limit = keepLast === undefined ? `AND s.collected_on < ${ago(Math.min(...oldest))}` : "";
  const text = `
WITH doomed AS MATERIALIZED (
  SELECT resource_id, type, collected_on, digest
  FROM (
    SELECT s.resource_id, s.type, s.collected_on, s.digest${numbers.map((number) => `, ${number}`).join("")}
    FROM series s
    WHERE s.resource_id = ANY(${bound.bind(ids)}::uuid[]) AND s.type = ${bound.bind(readingType)} ${limit}
  ) numbered
  WHERE ${conditions.join(" OR ")}
  LIMIT ${ROWS}
), locked AS MATERIALIZED (
  SELECT s.resource_id, s.type, s.collected_on, s.digest
  FROM doomed d
  JOIN series s USING (resource_id, type, collected_on, digest)
  ORDER BY s.resource_id, s.type, s.collected_on, s.digest
  FOR UPDATE OF s
)
DELETE FROM series s USING locked l
WHERE s.resource_id = l.resource_id AND s.type = l.type AND s.collected_on = l.collected_on AND s.digest = l.digest
RETURNING s.resource_id AS id, s.type`;
  return { text, values: bound.values };
}
