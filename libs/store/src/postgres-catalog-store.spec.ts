import { TransientError } from "@binnacle/errors";
import { ingestBatch, rejectionOf, TransactionSlots, type BatchReport, type CatalogStore } from "@binnacle/ingest";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { createDataSource } from "./data-source.js";
import { PostgresCatalogStore } from "./postgres-catalog-store.js";

const RECEIVED_ON = "2026-11-20T00:00:00.000000Z";

describe(PostgresCatalogStore.name, () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let store: PostgresCatalogStore;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await createDataSource({ url: database.url, applicationName: "store" }).initialize();
    store = new PostgresCatalogStore(dataSource);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  beforeEach(() =>
    dataSource.query("TRUNCATE resource, claim, sweep, snapshot, reference, series, rejection, change, type_tally"),
  );

  const ingest = (text: string): Promise<BatchReport> =>
    ingestBatch([{ text, sentOn: RECEIVED_ON, receivedOn: RECEIVED_ON }], store);
  const message = (...records: object[]): string => JSON.stringify({ source: "team/store", records });
  const service = (name: string, more: object = {}): object => ({ kind: "resource", type: "Service", name, ...more });
  const address = (name: string) => ({ resource: { type: "Service", name } });
  const reading = (name: string, value: unknown, more: object = {}): object => ({
    kind: "reading",
    resource: { type: "Service", name },
    type: "HealthCheck",
    value,
    ...more,
  });

  /** The store, to whose first attempt somebody else comes between reading and writing. */
  function interrupted(text: string): { meeting: CatalogStore; attempts: () => number } {
    let attempts = 0;
    const interrupt = async (): Promise<void> => {
      if (++attempts === 1) await ingest(text);
    };
    const meeting: CatalogStore = {
      transaction: (work) =>
        store.transaction((transaction) =>
          work({
            read: (keys) => transaction.read(keys).then(async (state) => (await interrupt(), state)),
            write: (plan) => transaction.write(plan),
            publish: (changes, tallies, sources) => transaction.publish(changes, tallies, sources),
            acknowledge: (receipts) => transaction.acknowledge(receipts),
            reject: (rejections, settled) => transaction.reject(rejections, settled),
          }),
        ),
    };
    return { meeting, attempts: () => attempts };
  }

  const ON = "2026-11-01T00:00:05.000000Z";
  const LATER = "2026-11-01T00:00:06.000000Z";
  it.each([
    { met: "a new Resource", records: [service("new")], outcome: "unchanged" },
    { met: "a new snapshot", records: [reading("stored", 2)], outcome: "changed" },
    // Mentioned longer ago than ever before, and removed since: nobody may write what the other has.
    { met: "a removal", records: [reading("removed", 1, { storageMode: "TIME_SERIES" })], outcome: "created" },
  ])("runs again what meets another writer: $met", async ({ records, outcome }) => {
    await ingest(message(service("stored", { observedOn: LATER }), service("removed", { observedOn: LATER })));
    const { meeting, attempts } = interrupted(
      message(service("new", { observedOn: ON }), reading("stored", 1, { collectedOn: ON }), {
        kind: "removal",
        ...address("removed"),
        removedOn: LATER,
      }),
    );
    const text = message(...records);
    const { outcomes } = await ingestBatch([{ text, sentOn: ON, receivedOn: RECEIVED_ON }], meeting);
    expect({ outcomes, attempts: attempts() }).toEqual({
      outcomes: { created: 0, changed: 0, unchanged: 0, superseded: 0, rejected: 0, [outcome]: 1 },
      attempts: 2,
    });
    expect(await dataSource.query("SELECT name FROM resource_current ORDER BY name")).toEqual([
      { name: "new" },
      { name: "stored" },
    ]);
  });

  it("tells of a removed parent that comes with a child, and goes with it when no other is left", async () => {
    const on = (second: number): string => `2026-11-01T00:00:0${second}.000000Z`;
    const parent = { parent: { type: "Service", name: "p" } };
    const told = async (...records: object[]): Promise<string[]> => {
      await dataSource.query("TRUNCATE change");
      await ingest(message(...records));
      const rows: { told: string }[] = await dataSource.query(`
        SELECT r.name || ' ' || (c ->> 2) AS told
        FROM change, json_array_elements(changes) AS c JOIN resource r ON r.id = (c ->> 0)::uuid ORDER BY 1`);
      return rows.map((row) => row.told);
    };
    await ingest(message(...["p", "a", "b"].map((name) => service(name, { observedOn: on(1) }))));
    expect(await told({ kind: "removal", ...address("p"), removedOn: on(2) })).toEqual(["p removed"]);
    expect(await told(service("a", { observedOn: on(3), ...parent }))).toEqual(["a changed", "p created"]);
    expect(await told(service("b", { observedOn: on(3), ...parent }))).toEqual(["b changed"]);
    expect(await told(service("a", { observedOn: on(4), parent: null }))).toEqual(["a changed"]);
    expect(await told({ kind: "removal", ...address("b"), removedOn: on(5) })).toEqual(["b removed", "p removed"]);
  });

  it("keeps JSON null as a value, in snapshots and in series", async () => {
    await ingest(message(reading("a", null), reading("a", null, { storageMode: "TIME_SERIES" })));
    for (const view of ["reading_current", "reading_series"]) {
      expect(await dataSource.query(`SELECT value::text FROM ${view}`)).toEqual([{ value: "null" }]);
    }
  });

  it("says what came of every record, repeats included", async () => {
    const text = message(
      service("a"),
      reading("a", 1),
      reading("a", 1, { storageMode: "TIME_SERIES" }),
      { kind: "sweep", resourceType: "Service", startedOn: RECEIVED_ON, count: 1 },
      service(""),
    );
    const first = await ingest(text);
    expect(first.outcomes).toEqual({ created: 4, changed: 0, unchanged: 0, superseded: 0, rejected: 1 });
    expect((await ingest(text)).outcomes).toEqual({
      created: 0,
      changed: 0,
      unchanged: 4,
      superseded: 0,
      rejected: 1,
    });
    const counts = await dataSource.query(
      "SELECT (SELECT count(*) FROM sweep) AS sweeps, (SELECT count FROM rejection)",
    );
    expect(counts).toEqual([{ sweeps: "1", count: "2" }]);
  });

  it("writes the value of an unchanged snapshot once only", async () => {
    await ingest(message(reading("a", "x".repeat(10_000), { collectedOn: "2026-11-01T00:00:00Z" })));
    const toast = (): Promise<unknown> =>
      dataSource.query("SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE relname = 'snapshot'");
    const before = await toast();
    for (let day = 2; day <= 9; day++) {
      await ingest(message(reading("a", "x".repeat(10_000), { collectedOn: `2026-11-0${day}T00:00:00Z` })));
    }
    expect(await toast()).toEqual(before);
    expect(await dataSource.query("SELECT collected_on::text FROM snapshot")).toEqual([
      { collected_on: "2026-11-09 00:00:00+00" },
    ]);
  });

  it("makes the partitions that series ask for, of the past and of the present", async () => {
    const times = ["2024-12-31T23:59:59Z", "2025-01-01T00:00:00Z", "2026-02-28T12:00:00Z", "0001-01-01T00:00:00Z"];
    await ingest(message(...times.map((collectedOn) => reading("a", 1, { storageMode: "TIME_SERIES", collectedOn }))));
    expect(
      await dataSource.query(
        "SELECT tableoid::regclass AS partition, count(*) FROM series GROUP BY 1 ORDER BY min(collected_on)",
      ),
    ).toEqual([
      { partition: "series_older", count: "2" },
      { partition: "series_2025_01", count: "1" },
      { partition: "series_2026_02", count: "1" },
    ]);
  });

  it("makes a partition anew that somebody has dropped meanwhile", async () => {
    const sample = (second: number): string =>
      message(reading("a", 1, { storageMode: "TIME_SERIES", collectedOn: `2026-03-01T00:00:0${second}Z` }));
    await ingest(sample(1));
    await dataSource.query("DROP TABLE series_2026_03");
    expect((await ingest(sample(2))).outcomes).toMatchObject({ created: 1, rejected: 0 });
  });

  it("isolates the record that PostgreSQL refuses, and stores its neighbours", async () => {
    await dataSource.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.name = 'guilty' THEN RAISE EXCEPTION 'not this one' USING ERRCODE = '22000'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON resource FOR EACH ROW EXECUTE FUNCTION refuse()`);
    try {
      const names = ["a", "b", "guilty", "c", "d", "e"];
      const report = await ingest(message(...names.map((name) => service(name)), service("")));
      expect(report.outcomes).toMatchObject({ created: 5, rejected: 2 });
      expect(await dataSource.query("SELECT name FROM resource ORDER BY name")).toEqual(
        ["a", "b", "c", "d", "e"].map((name) => ({ name })),
      );
      expect(await dataSource.query("SELECT code, detail, record FROM rejection WHERE code LIKE 'VALUE%'")).toEqual([
        {
          code: "VALUE_NOT_STORABLE",
          detail: "PostgreSQL refuses it: not this one",
          record: '{"kind":"resource","type":"Service","name":"guilty"}',
        },
      ]);
    } finally {
      await dataSource.query("DROP TRIGGER refuse ON resource; DROP FUNCTION refuse()");
    }
  });

  it("calls whatever is not the data's fault an outage", async () => {
    await dataSource.query("ALTER TABLE claim RENAME TO claim_gone");
    try {
      await expect(ingest(message(service("a")))).rejects.toThrow(TransientError);
      expect(await dataSource.query("SELECT FROM resource")).toEqual([]);
    } finally {
      await dataSource.query("ALTER TABLE claim_gone RENAME TO claim");
    }
  });

  it("ends in the same state with two transactions at a time, over the same rows", async () => {
    const records = Array.from({ length: 5_000 }, (_, index) => {
      const collectedOn = `2026-11-01T00:${String(Math.floor(index / 100)).padStart(2, "0")}:00Z`;
      return reading(`service-${index % 100}`, index, { collectedOn });
    });
    const text = message(...records.toSorted(() => Math.random() - 0.5));
    const report = await ingestBatch([{ text, sentOn: RECEIVED_ON, receivedOn: RECEIVED_ON }], store, {
      slots: new TransactionSlots(2),
    });
    expect(report).toMatchObject({ records: 5_000, transactions: 5 });
    const [row] = await dataSource.query(
      "SELECT count(*)::int AS count, min((value #>> '{}')::int) AS least FROM reading_current",
    );
    expect(row).toEqual({ count: 100, least: 4_900 });
  });

  it("raises the count of a rejection that comes again", async () => {
    const fault = { code: "INVALID_FIELD", detail: "is required", path: "/name" } as const;
    const on = (day: number): string => `2026-11-0${day}T00:00:00.000000Z`;
    const repeats = [2, 1, 3].map((day) =>
      rejectionOf(fault, { source: "team", text: "{}", receivedOn: on(day), sentOn: on(day) }),
    );
    await store.transaction((transaction) => transaction.reject(repeats.slice(0, 2)));
    await store.transaction((transaction) => transaction.reject(repeats.slice(2)));
    expect(await dataSource.query("SELECT count, first_received_on, last_received_on FROM rejection")).toEqual([
      { count: "3", first_received_on: new Date(on(1)), last_received_on: new Date(on(3)) },
    ]);
  });

  it("keeps and removes rejections crosswise, at the same time, without a deadlock", async () => {
    const fault = { code: "INVALID_FIELD", detail: "is required", path: "/name" } as const;
    const common = { source: "team", receivedOn: RECEIVED_ON, sentOn: RECEIVED_ON };
    const rejections = Array.from({ length: 40 }, (_, index) => rejectionOf(fault, { ...common, text: `${index}` }));
    const halves = [rejections.slice(0, 20), rejections.slice(20)] as const;
    const ids = halves.map((half) => half.map(({ id }) => id));
    for (let round = 0; round < 10; round++) {
      await store.transaction((transaction) => transaction.reject(rejections));
      await Promise.all([
        store.transaction((transaction) => transaction.reject(halves[0], ids[1])),
        store.transaction((transaction) => transaction.reject(halves[1], ids[0])),
      ]);
    }
    const [{ deadlocks }] = await dataSource.query(
      "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
    );
    expect(deadlocks).toBe("0");
  });

  it("gives every connection back, also after a failure", async () => {
    await expect(
      store.transaction(async () => {
        throw new Error("planned failure");
      }),
    ).rejects.toThrow("planned failure");
    const [{ idle }] = await dataSource.query(
      "SELECT count(*)::int AS idle FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'",
    );
    expect(idle).toBe(0);
  });
});
