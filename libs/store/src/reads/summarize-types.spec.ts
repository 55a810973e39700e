import { setTimeout as sleep } from "node:timers/promises";
import { ingestBatch, type CatalogStore } from "@binnacle/ingest";
import { MIGRATIONS } from "@binnacle/migrations";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { PostgresHousekeepingStore } from "../housekeeping/postgres-housekeeping-store.js";
import { PostgresCatalogStore } from "../postgres-catalog-store.js";
import { listResources } from "./list-resources.js";
import type { ResourceFilter } from "./resource-filter.js";
import { summarizeReadingTypes, summarizeResourceTypes } from "./summarize-types.js";
import { day, openTestCatalog, type TestCatalog } from "./test-catalog.js";

/** What the views show, counted. */
const COUNTED = `
SELECT 'resource' AS kind, type, count(*)::int AS count FROM resource_current GROUP BY type
UNION ALL
SELECT 'SNAPSHOT', type, count(*)::int FROM reading_current GROUP BY type
UNION ALL
SELECT 'TIME_SERIES', type, count(*)::int FROM reading_series GROUP BY type`;

const TRUNCATE =
  "TRUNCATE resource, claim, sweep, snapshot, reference, series, type_tally, hidden, hidden_tally, hidden_note";

/** Snapshots by the type of their Resources, as counted and as they are: lists rely on it. */
const OF_RESOURCE_TYPES = `
SELECT type, resource_type AS "resourceType", sum(count)::int AS count FROM type_tally WHERE kind = 'snapshot'
GROUP BY type, resource_type HAVING sum(count) <> 0 ORDER BY type, resource_type`;
const SNAPSHOTS = `
SELECT s.type, r.type AS "resourceType", count(*)::int AS count FROM snapshot s JOIN resource r ON r.id = s.resource_id
GROUP BY s.type, r.type ORDER BY s.type, r.type`;

/** Lists that pass by what was counted as absent, and what they are in the view. */
const PASSING_ENDED: readonly [ResourceFilter, string][] = [
  [{ parentId: null }, "parent_id IS NULL"],
  [{ declared: false }, "NOT declared"],
  [{ createdAfter: day(3) }, `created_on >= '${day(3)}'`],
  [{ createdAfter: day(3), types: ["A"] }, `created_on >= '${day(3)}' AND type = 'A'`],
];

describe("types with their counts", () => {
  let server: TestDatabase;
  let catalog: TestCatalog;
  let others: TestCatalog[];
  let house: PostgresHousekeepingStore;

  beforeAll(async () => {
    server = await createTestDatabase();
    catalog = await openTestCatalog(server.url);
    others = [await openTestCatalog(server.url), await openTestCatalog(server.url)];
    house = (await PostgresHousekeepingStore.open(catalog.dataSource))!;
  });

  afterAll(async () => {
    await house.close();
    for (const { dataSource } of [catalog, ...others]) await dataSource.destroy();
    await server.drop();
  });

  const on = fc.integer({ min: 1, max: 9 }).map(day);
  const resource = fc.record({ type: fc.constantFrom("A", "B"), name: fc.constantFrom("1", "2", "3") });
  const record = fc.oneof(
    fc
      .record({ kind: fc.constant("resource"), of: resource, parent: fc.option(resource), on })
      .map(({ of, on: observedOn, ...rest }) => ({ ...rest, ...of, observedOn })),
    fc.record({ kind: fc.constant("removal"), resource, removedOn: on }),
    fc.record({
      kind: fc.constant("reading"),
      resource,
      type: fc.constantFrom("X", "Y"),
      storageMode: fc.constantFrom("SNAPSHOT", "TIME_SERIES"),
      value: fc.constantFrom(1, 2),
      collectedOn: on,
    }),
  );

  async function expectAgreement(): Promise<void> {
    const resources = await summarizeResourceTypes(catalog.database);
    const readings = await summarizeReadingTypes(catalog.database);
    const summed = [
      ...resources.map(({ type, count }) => `resource ${type} ${count}`),
      ...readings.map(({ type, storageMode, count }) => `${storageMode} ${type} ${count}`),
    ];
    const counted = (await catalog.dataSource.query<{ kind: string; type: string; count: number }[]>(COUNTED)).map(
      ({ kind, type, count }) => `${kind} ${type} ${count}`,
    );
    expect(summed.toSorted()).toEqual(counted.toSorted());
    const query = (text: string) => catalog.dataSource.query<object[]>(text);
    expect(await query(OF_RESOURCE_TYPES)).toEqual(await query(SNAPSHOTS));
    for (const [filter, condition] of PASSING_ENDED) {
      const found = await listResources(catalog.database, { filter, limit: 100 });
      const shown = await query(`SELECT id FROM resource_current WHERE ${condition} ORDER BY type, name`);
      expect(found.map(({ id }) => ({ id }))).toEqual(shown);
    }
  }

  const batch = fc.array(record, { minLength: 1, maxLength: 6 });

  it("count what the views show, whatever came and went in whatever batches, counted by the housekeeper or not yet", async () => {
    const steps = fc.array(fc.record({ batch, isSettled: fc.boolean() }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(steps, async (generated) => {
        await catalog.dataSource.query(TRUNCATE);
        for (const { batch: records, isSettled } of generated) {
          await catalog.ingest(records);
          if (isSettled) await house.foldCounts();
        }
        await expectAgreement();
      }),
      { numRuns: 150 },
    );
  });

  it("count it while sinks and the housekeeper are at work at the same time", async () => {
    const rounds = fc.array(fc.array(batch, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rounds, async (generated) => {
        await catalog.dataSource.query(TRUNCATE);
        for (const batches of generated) {
          const sinks = [catalog, ...others];
          await Promise.all([...batches.map((records, index) => sinks[index]!.ingest(records)), house.foldCounts()]);
        }
        await expectAgreement();
        await house.foldCounts();
        await expectAgreement();
        expect(await catalog.dataSource.query("SELECT FROM hidden_note")).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("count it when a sink goes on that has not seen a removal which the housekeeper has", async () => {
    await catalog.dataSource.query(TRUNCATE);
    const of = { type: "A", name: "1" };
    await catalog.ingest([{ kind: "resource", ...of, observedOn: day(2) }]);
    const store = new PostgresCatalogStore(others[0]!.dataSource);
    let folding: Promise<void> | undefined;
    const interrupted: CatalogStore = {
      transaction: (work) =>
        store.transaction((transaction) =>
          work({
            read: async (keys) => {
              const state = await transaction.read(keys);
              await catalog.ingest([{ kind: "removal", resource: of, removedOn: day(4) }]);
              folding = house.foldCounts();
              await Promise.race([folding, sleep(200)]);
              return state;
            },
            write: (plan) => transaction.write(plan),
            reject: (...rejections) => transaction.reject(...rejections),
            acknowledge: (receipts) => transaction.acknowledge(receipts),
            publish: (...rows) => transaction.publish(...rows),
          }),
        ),
    };
    const records = [{ kind: "reading", resource: of, type: "X", value: 1, collectedOn: day(6) }];
    const text = JSON.stringify({ source: "test", records });
    await ingestBatch([{ text, sentOn: day(9), receivedOn: day(9) }], interrupted);
    await folding;
    expect(await summarizeResourceTypes(catalog.database)).toMatchObject([{ type: "A", count: 1 }]);
    await expectAgreement();
  });

  it("are by the type of Resources what was there when they were first counted so", async () => {
    const query = (text: string) => catalog.dataSource.query<object[]>(text);
    await query(TRUNCATE);
    const reading = (type: string, name: string, of: string) => ({
      kind: "reading",
      resource: { type: of, name },
      type,
      value: 1,
      collectedOn: day(3),
    });
    await catalog.ingest([
      reading("X", "1", "A"),
      reading("X", "2", "A"),
      reading("X", "1", "B"),
      reading("Y", "1", "B"),
    ]);
    const migration = new (MIGRATIONS.find(({ name }) => name.startsWith("SnapshotTally"))!)();
    const runner = catalog.dataSource.createQueryRunner();
    await migration.down(runner);
    await migration.up(runner);
    await runner.release();
    expect(await query(OF_RESOURCE_TYPES)).toEqual(await query(SNAPSHOTS));
    expect(await summarizeReadingTypes(catalog.database)).toMatchObject([
      { type: "X", count: 3, lastCollectedOn: day(3) },
      { type: "Y", count: 1, lastCollectedOn: day(3) },
    ]);
  });

  it("tell the newest time of each type, moved times too", async () => {
    await catalog.dataSource.query(TRUNCATE);
    const of = { type: "A", name: "1" };
    const health = (time: string) => ({ kind: "reading", resource: of, type: "X", value: 1, collectedOn: time });
    await catalog.ingest([{ kind: "resource", ...of, observedOn: day(3) }, health(day(3))]);
    await catalog.ingest([{ kind: "resource", ...of, observedOn: day(7) }, health(day(8))]);
    await catalog.ingest([{ kind: "resource", ...of, observedOn: day(5) }, health(day(4))]);
    expect(await summarizeResourceTypes(catalog.database)).toEqual([{ type: "A", count: 1, lastSeenOn: day(7) }]);
    expect(await summarizeReadingTypes(catalog.database)).toMatchObject([{ type: "X", lastCollectedOn: day(8) }]);
  });
});
