import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { openTestCatalog, type TestCatalog } from "../reads/test-catalog.js";

const TIMES = [1, 2, 3].map((day) => `2026-06-0${day}T00:00:00.000000Z`);

describe("the views of calculations", () => {
  let database: TestDatabase;
  let catalog: TestCatalog;

  beforeAll(async () => {
    database = await createTestDatabase();
    catalog = await openTestCatalog(database.url);
  });

  afterAll(async () => {
    await catalog.dataSource.destroy();
    await database.drop();
  });

  it("show what the other views show, whatever was removed and said again", async () => {
    const name = fc.constantFrom("a", "b", "c");
    const time = fc.constantFrom(...TIMES);
    const record = fc.oneof(
      fc.record({
        kind: fc.constant("resource"),
        type: fc.constant("Node"),
        name,
        observedOn: time,
        parent: fc.option(name.map((parent) => ({ type: "Node", name: parent }))),
      }),
      fc.record({
        kind: fc.constant("reading"),
        resource: name.map((of) => ({ type: "Node", name: of })),
        type: fc.constantFrom("Uses", "Calls"),
        value: fc.array(
          name.map((target) => ({ resourceType: "Node", resourceName: target })),
          { maxLength: 2 },
        ),
        collectedOn: time,
      }),
      fc.record({
        kind: fc.constant("removal"),
        resource: name.map((of) => ({ type: "Node", name: of })),
        removedOn: time,
      }),
    );
    const same = async (lean: string, full: string, columns: string): Promise<number> => {
      const [{ differing, count }] = await catalog.dataSource.query(
        `WITH lean AS (SELECT ${columns} FROM ${lean}), "full" AS (SELECT ${columns} FROM ${full})
         SELECT (SELECT count(*) FROM ((TABLE lean EXCEPT ALL TABLE "full") UNION ALL (TABLE "full" EXCEPT ALL TABLE lean)) d)::int AS differing,
           (SELECT count(*) FROM lean)::int AS count`,
      );
      expect([lean, differing]).toEqual([lean, 0]);
      return count;
    };
    const seen = { rows: 0, hidden: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 14 }), async (records) => {
        await catalog.dataSource.query("TRUNCATE resource, snapshot, series, reference, claim");
        await catalog.ingest(records);
        seen.rows += await same(
          "snapshot_current",
          "reading_current",
          "resource_id, type, collected_on, source, digest, value",
        );
        await same(
          "edge_current",
          "reference_current",
          "resource_id, reading_type, target_id, target_type, target_name",
        );
        await same(
          "child_current",
          "resource_current WHERE parent_id IS NOT NULL",
          "parent_id, id, type, name, created_on, last_seen_on, expires_on, declared",
        );
        const [{ hidden }] = await catalog.dataSource.query(
          "SELECT (SELECT count(*) FROM snapshot) - (SELECT count(*) FROM snapshot_current) AS hidden",
        );
        seen.hidden += Number(hidden);
      }),
      { numRuns: 60 },
    );
    expect(Math.min(seen.rows, seen.hidden)).toBeGreaterThan(0);
  });
});
