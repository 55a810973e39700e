import { MIGRATIONS } from "@binnacle/migrations";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { summarizeReadingTypes, summarizeResourceTypes } from "./summarize-types.js";
import { day, openTestCatalog, type TestCatalog } from "./test-catalog.js";

/** What the views show, counted. */
const COUNTED = `
SELECT 'resource' AS kind, type, count(*)::int AS count FROM resource_current GROUP BY type
UNION ALL
SELECT 'SNAPSHOT', type, count(*)::int FROM reading_current GROUP BY type
UNION ALL
SELECT 'TIME_SERIES', type, count(*)::int FROM reading_series GROUP BY type`;

/** Snapshots by the type of their Resources, as counted and as they are: lists rely on it. */
const OF_RESOURCE_TYPES = `
SELECT type, resource_type AS "resourceType", sum(count)::int AS count FROM type_tally WHERE kind = 'snapshot'
GROUP BY type, resource_type HAVING sum(count) <> 0 ORDER BY type, resource_type`;
const SNAPSHOTS = `
SELECT s.type, r.type AS "resourceType", count(*)::int AS count FROM snapshot s JOIN resource r ON r.id = s.resource_id
GROUP BY s.type, r.type ORDER BY s.type, r.type`;

describe("types with their counts", () => {
  let server: TestDatabase;
  let catalog: TestCatalog;

  beforeAll(async () => {
    server = await createTestDatabase();
    catalog = await openTestCatalog(server.url);
  });

  afterAll(async () => {
    await catalog.dataSource.destroy();
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

  it("count what the views show, whatever came and went in whatever batches", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(record, { minLength: 1, maxLength: 6 }), { maxLength: 6 }),
        async (batches) => {
          await catalog.dataSource.query("TRUNCATE resource, claim, sweep, snapshot, reference, series, type_tally");
          for (const batch of batches) await catalog.ingest(batch);
          const resources = await summarizeResourceTypes(catalog.database);
          const readings = await summarizeReadingTypes(catalog.database);
          const summed = [
            ...resources.map(({ type, count }) => `resource ${type} ${count}`),
            ...readings.map(({ type, storageMode, count }) => `${storageMode} ${type} ${count}`),
          ];
          const counted = (
            await catalog.dataSource.query<{ kind: string; type: string; count: number }[]>(COUNTED)
          ).map(({ kind, type, count }) => `${kind} ${type} ${count}`);
          expect(summed.toSorted()).toEqual(counted.toSorted());
          const query = (text: string) => catalog.dataSource.query<object[]>(text);
          expect(await query(OF_RESOURCE_TYPES)).toEqual(await query(SNAPSHOTS));
        },
      ),
      { numRuns: 100 },
    );
  });

  it("are by the type of Resources what was there when they were first counted so", async () => {
    const query = (text: string) => catalog.dataSource.query<object[]>(text);
    await query("TRUNCATE resource, claim, sweep, snapshot, reference, series, type_tally");
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
    await catalog.dataSource.query("TRUNCATE resource, claim, sweep, snapshot, reference, series, type_tally");
    const of = { type: "A", name: "1" };
    const health = (time: string) => ({ kind: "reading", resource: of, type: "X", value: 1, collectedOn: time });
    await catalog.ingest([{ kind: "resource", ...of, observedOn: day(3) }, health(day(3))]);
    await catalog.ingest([{ kind: "resource", ...of, observedOn: day(7) }, health(day(8))]);
    await catalog.ingest([{ kind: "resource", ...of, observedOn: day(5) }, health(day(4))]);
    expect(await summarizeResourceTypes(catalog.database)).toEqual([{ type: "A", count: 1, lastSeenOn: day(7) }]);
    expect(await summarizeReadingTypes(catalog.database)).toMatchObject([{ type: "X", lastCollectedOn: day(8) }]);
  });
});
