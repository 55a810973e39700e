import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { day } from "../reads/test-catalog.js";
import { openTestHousekeeping, policyOf, TRUNCATE, type TestHousekeeping } from "./test-housekeeping.js";

const AT = { type: "Service", name: "a" };
const own = (on: number, more: object = {}) => ({ kind: "resource", ...AT, observedOn: day(on), ...more });
const removal = (on: number) => ({ kind: "removal", resource: AT, removedOn: day(on) });
const reading = (on: string, storageMode = "SNAPSHOT", value: unknown = on, type = "HealthCheck") => ({
  kind: "reading",
  resource: AT,
  type,
  storageMode,
  collectedOn: on,
  value,
});
const at = (dayOfMonth: number, time: string) => `2026-01-${String(dayOfMonth).padStart(2, "0")}T${time}.000000Z`;
const REFERENCE = { resourceType: "Service", resourceName: "b" };

describe("what the housekeeper erases", () => {
  let server: TestDatabase;
  let house: TestHousekeeping;

  beforeAll(async () => {
    server = await createTestDatabase();
    house = await openTestHousekeeping(server.url);
  });

  afterAll(async () => {
    await house.close();
    await server.drop();
  });

  beforeEach(() => house.dataSource.query(TRUNCATE));
  afterEach(async () => expect(await house.isCountedRight()).toBe(true));

  async function count(table: string): Promise<number> {
    const [{ count }] = await house.dataSource.query(`SELECT count(*)::int AS count FROM ${table}`);
    return count;
  }

  /** The tally against the rows: differences. */
  async function tallyFaults(): Promise<unknown[]> {
    return house.dataSource.query(`
      SELECT * FROM (
        SELECT kind, type, coalesce(resource_type, '') AS of, sum(count) AS count FROM type_tally
      GROUP BY kind, type, resource_type HAVING sum(count) <> 0
      ) t FULL JOIN (
        SELECT 'resource' AS kind, type, '' AS of, count(*) FROM resource GROUP BY type
        UNION ALL SELECT 'snapshot', s.type, r.type, count(*) FROM snapshot s JOIN resource r ON r.id = s.resource_id GROUP BY s.type, r.type
        UNION ALL SELECT 'series', type, '', count(*) FROM series GROUP BY type
      ) r USING (kind, type, of)
      WHERE t.count IS DISTINCT FROM r.count`);
  }

  async function shownSeries(): Promise<string[]> {
    const rows: { on: string }[] = await house.dataSource.query(
      `SELECT to_char(collected_on AT TIME ZONE 'UTC', 'MM-DD HH24:MI') AS on FROM series ORDER BY collected_on`,
    );
    return rows.map(({ on }) => on);
  }

  it("are snapshots and references from before a published removal, and nothing newer", async () => {
    await house.ingest([own(1), reading(day(2), "SNAPSHOT", REFERENCE), reading(day(5), "SNAPSHOT", 1, "Newer")]);
    await house.ingest([removal(3)]);
    expect(await house.store.eraseHidden({ tombstones: 1_000 })).toEqual({ snapshots: 1, tombstones: 0 });
    expect([await count("snapshot"), await count("reference")]).toEqual([1, 0]);
    expect(await tallyFaults()).toEqual([]);
    expect(await house.isPresent("Service", "a")).toBe(true);
  });

  it("is nothing that a decision hides as long as it can be undone", async () => {
    await house.ingest([own(1, { expiresAfter: "P1D" }), reading(day(2))]);
    await house.keepHouse(day(9));
    expect(await house.isPresent("Service", "a")).toBe(false);
    expect(await house.store.eraseHidden({ tombstones: 1_000 })).toMatchObject({ snapshots: 0 });
    await house.dataSource.query("UPDATE housekeeping_run SET undoable_until = now() - interval '1 hour'");
    expect(await house.store.eraseHidden({ tombstones: 1_000 })).toMatchObject({ snapshots: 1 });
    await house.ingest([own(10)]);
    const [row] = await house.dataSource.query(
      "SELECT created_on::date::text AS created FROM resource_current WHERE name = 'a'",
    );
    expect(row).toEqual({ created: "2026-01-02" });
  });

  it("is a tombstone in the end, when it has been one for long, is absent and has no series", async () => {
    await house.ingest([own(1), reading(day(2)), reading(day(2), "TIME_SERIES"), removal(3)]);
    await house.store.eraseHidden({ tombstones: 400 * 86_400_000 });
    expect(await count("tombstone")).toBe(1);
    await house.dataSource.query("UPDATE tombstone SET since = now() - interval '401 days'");
    await house.store.eraseHidden({ tombstones: 400 * 86_400_000 });
    expect(await count("resource")).toBe(1);
    await house.store.eraseSeries([{ readingType: "HealthCheck", keepFor: 1 }], day(9));
    await house.store.eraseHidden({ tombstones: 400 * 86_400_000 });
    expect([await count("resource"), await count("claim"), await count("tombstone")]).toEqual([0, 0, 0]);
    expect(await tallyFaults()).toEqual([]);
  });

  it("is no tombstone that is a Resource again", async () => {
    await house.ingest([own(1), removal(3)]);
    await house.store.eraseHidden({ tombstones: 1 });
    await house.ingest([own(5)]);
    await house.store.eraseHidden({ tombstones: 1 });
    expect([await count("resource"), await count("tombstone")]).toEqual([1, 0]);
  });

  it("are series by age, by number, and all but one of a stretch of time", async () => {
    await house.ingest([
      own(1),
      ...["00:10", "00:20", "00:50", "01:30"].map((time) => reading(at(3, `${time}:00`), "TIME_SERIES")),
      reading(at(1, "12:00:00"), "TIME_SERIES"),
      reading(at(8, "10:00:00"), "TIME_SERIES"),
      reading(at(8, "10:01:00"), "TIME_SERIES"),
    ]);
    const hour = 3_600_000;
    const rule = { readingType: "HealthCheck", keepFor: 7 * 24 * hour, thinOut: { after: 24 * hour, onePer: hour } };
    await house.store.eraseSeries([rule], day(9));
    expect(await shownSeries()).toEqual(["01-03 00:50", "01-03 01:30", "01-08 10:00", "01-08 10:01"]);
    await house.store.eraseSeries([{ readingType: "HealthCheck", keepLast: 3 }], day(9));
    expect(await shownSeries()).toEqual(["01-03 01:30", "01-08 10:00", "01-08 10:01"]);
    await house.store.eraseSeries([{ readingType: "Other", keepLast: 1 }], day(9));
    expect(await shownSeries()).toHaveLength(3);
    expect(await tallyFaults()).toEqual([]);
  });

  it("are whole months that hold nothing to be kept, though a crash came between", async () => {
    const months = ["2025-02-03", "2025-03-03", "2025-04-03", "2026-01-03"];
    const sample = (date: string, type = "HealthCheck") => reading(`${date}T00:00:00.000000Z`, "TIME_SERIES", 1, type);
    await house.ingest([own(1), ...months.map((month) => sample(month)), sample("2025-03-04", "Kept")]);
    await house.dataSource.query("ALTER TABLE series DETACH PARTITION series_2025_02");
    const rules = [{ readingType: "HealthCheck", keepFor: 60 * 86_400_000 }];
    expect(await house.store.eraseSeries(rules, day(9))).toEqual({ months: 2, series: 1 });
    const left: { name: string }[] = await house.dataSource.query(
      "SELECT relname AS name FROM pg_class WHERE relname ~ '^series_2025_0[234]$' ORDER BY 1",
    );
    expect(left).toEqual([{ name: "series_2025_03" }]);
    expect(await tallyFaults()).toEqual([]);
    // What comes late for a month that is gone is stored all the same.
    await house.ingest([sample("2025-02-05"), sample("2025-04-05", "Kept")]);
    expect(await count("series")).toBe(4);
  });

  it("are series of what is absent, one by one and by months, which is noted where it was counted", async () => {
    await house.ingest([
      own(1),
      ...["2025-08-03", "2025-09-03"].map((date) => reading(`${date}T00:00:00.000000Z`, "TIME_SERIES")),
      removal(3),
    ]);
    expect(await house.store.eraseSeries([{ readingType: "HealthCheck", keepLast: 1 }], day(9))).toMatchObject({
      series: 1,
    });
    expect(await house.isCountedRight()).toBe(true);
    const rules = [{ readingType: "HealthCheck", keepFor: 60 * 86_400_000 }];
    expect(await house.store.eraseSeries(rules, day(9))).toMatchObject({ series: 0 });
    expect(await count("series")).toBe(0);
  });

  it("leaves a note where somebody who leaves none has hidden something, or shown it again", async () => {
    await house.ingest([own(1), reading(day(2)), reading(day(2), "TIME_SERIES")]);
    await house.dataSource.query("UPDATE resource SET removed_on = $1 WHERE name = 'a'", [day(3)]);
    expect(await house.isCountedRight()).toBe(false);
    await house.store.eraseHidden({ tombstones: 1_000 });
    expect(await count("hidden_note")).toBeGreaterThan(0);
    await house.store.foldCounts();
    await house.dataSource.query("UPDATE resource SET removed_on = '-infinity' WHERE name = 'a'");
    expect(await house.isCountedRight()).toBe(false);
    await house.store.eraseHidden({ tombstones: 1_000 });
    expect(await count("hidden_note")).toBe(1);
  });

  it("takes a detached month in again that holds something to be kept after all", async () => {
    await house.ingest([own(1), reading("2025-06-03T00:00:00.000000Z", "TIME_SERIES")]);
    await house.dataSource.query("ALTER TABLE series DETACH PARTITION series_2025_06");
    expect(await house.store.eraseSeries([], day(9))).toEqual({ months: 0, series: 0 });
    expect(await count("series")).toBe(1);
  });

  it("are rows of bookkeeping when their time is over", async () => {
    const { dataSource, store } = house;
    await house.ingest([own(1, { expiresAfter: "P1D" }), { kind: "mystery" }]);
    for (const startedOn of [day(2), day(3)]) {
      await house.ingest([{ kind: "sweep", resourceType: "Service", startedOn }], "team/one");
    }
    await house.keepHouse(day(9));
    await dataSource.query(`
      UPDATE rejection SET last_received_on = now() - interval '366 days';
      UPDATE sweep SET received_on = now() - interval '8 days', executed_on = now();
      UPDATE housekeeping_run SET started_on = now() - interval '91 days', undoable_until = now() - interval '90 days';
      INSERT INTO audit (occurred_on, principal, action, target, outcome)
      VALUES (now() - interval '401 days', '', '', '', ''), (now(), '', '', '', '');
      INSERT INTO receipt (id, first_index, last_index, outcomes, recorded_on)
      VALUES (gen_random_uuid(), 0, 0, '[]', now() - interval '169 hours'), (gen_random_uuid(), 0, 0, '[]', now() - interval '167 hours')`);
    const erased = await store.eraseBookkeeping(policyOf({}).keep);
    // A run whose decision is in force stays.
    expect(erased).toMatchObject({ rejections: 1, sweeps: 1, receipts: 1, runs: 0, audit: 1 });
  });

  it("are differences in the counts, whenever rules are looked at: one row is left for each type and type of Resources", async () => {
    const { dataSource } = house;
    await dataSource.query(`
      INSERT INTO type_tally (kind, type, resource_type, count, newest) VALUES
        ('snapshot', 'X', 'A', 3, '2026-01-03'), ('snapshot', 'X', 'B', 1, '2026-01-02'), ('snapshot', 'X', 'A', 4, '2026-01-01'),
        ('snapshot', 'X', 'C', 2, '2026-01-09'), ('snapshot', 'X', 'C', -2, '-infinity'),
        ('snapshot', 'Y', 'A', 2, '2026-01-09'), ('snapshot', 'Y', 'A', -2, '-infinity')`);
    await house.keepHouse(day(9));
    const rows = await dataSource.query(`
      SELECT type, resource_type AS of, count::int, to_char(newest, 'DD') AS newest FROM type_tally
      WHERE type IN ('X', 'Y') ORDER BY type, resource_type`);
    expect(rows).toEqual([
      { type: "X", of: "A", count: 7, newest: "03" },
      { type: "X", of: "B", count: 1, newest: "02" },
      // The newest time of a type is kept while there is any of it.
      { type: "X", of: "C", count: 0, newest: "09" },
    ]);
  });

  it("are changes in the feed's order and never the newest, so that whoever goes on from one finds all after it", async () => {
    const { dataSource, store } = house;
    const { keep } = policyOf({});
    const left = async () =>
      (await dataSource.query("SELECT transaction_id::int AS id FROM change ORDER BY ordinal, sequence")).map(
        ({ id }: { id: number }) => id,
      );
    await dataSource.query("TRUNCATE change");
    // The last one began before the one before it, and ended after.
    for (const [index, hours] of [26, 25, 1, 25].entries()) {
      const values = [index + 1, hours];
      await dataSource.query(
        "INSERT INTO change (transaction_id, changed_on, changes) VALUES ($1, now() - $2 * interval '1 hour', '[]')",
        values,
      );
    }
    expect(await store.eraseBookkeeping(keep)).toMatchObject({ changes: 2 });
    expect(await left()).toEqual([3, 4]);
    await dataSource.query("UPDATE change SET changed_on = now() - interval '3 days'");
    expect(await store.eraseBookkeeping(keep)).toMatchObject({ changes: 1 });
    expect(await left()).toEqual([4]);
    expect(await store.eraseBookkeeping(keep)).toMatchObject({ changes: 0 });
  });

  it("makes the months ahead of what will be written", async () => {
    await house.store.makePartitions();
    const [{ ahead }] = await house.dataSource.query(
      "SELECT to_regclass('series_' || to_char(now() + interval '56 days', 'YYYY_MM')) IS NOT NULL AS ahead",
    );
    expect(ahead).toBe(true);
  });
});
