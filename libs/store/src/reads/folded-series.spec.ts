import { resourceId } from "@binnacle/contract";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { listSeries, type ListSeriesInput } from "./list-series.js";
import { day, openTestCatalog, type TestCatalog } from "./test-catalog.js";

const ADDRESS = { type: "Service", name: "orders" };
const ID = resourceId("Service", "orders");

describe("a series with runs of equal values folded", () => {
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

  const sample = ([on, value]: readonly [number, string]) => ({
    kind: "reading",
    resource: ADDRESS,
    type: "Health",
    storageMode: "TIME_SERIES",
    value,
    collectedOn: day(on),
  });
  const store = async (samples: readonly (readonly [number, string])[]) => {
    await catalog.dataSource.query("TRUNCATE resource, claim, sweep, snapshot, reference, series");
    await catalog.ingest([{ kind: "resource", ...ADDRESS }, ...samples.map(sample)]);
  };
  const whole: ListSeriesInput = { resourceId: ID, type: "Health", order: "asc", isFolded: true, limit: 100 };
  const shown = async (input: Partial<ListSeriesInput> = {}) =>
    (await listSeries(catalog.database, { ...whole, ...input })).map(
      ({ collectedOn, value }) => `${collectedOn.slice(8, 10)} ${value}`,
    );

  it("shows the first of each run, either way", async () => {
    await store([
      [1, "up"],
      [2, "up"],
      [3, "down"],
      [4, "up"],
      [5, "up"],
      [6, "up"],
    ]);
    expect(await shown()).toEqual(['01 "up"', '03 "down"', '04 "up"']);
    expect(await shown({ order: "desc" })).toEqual(['04 "up"', '03 "down"', '01 "up"']);
    expect(await shown({ isFolded: false, limit: 3 })).toEqual(['01 "up"', '02 "up"', '03 "down"']);
  });

  it("shows within a range what begins in it", async () => {
    await store([
      [1, "up"],
      [3, "up"],
      [5, "down"],
      [7, "down"],
    ]);
    for (const order of ["asc", "desc"] as const) {
      expect(await shown({ order, from: day(3) })).toEqual(['05 "down"']);
      expect(await shown({ order, from: day(1), to: day(5) })).toEqual(['01 "up"']);
      expect(await shown({ order, from: day(6) })).toEqual([]);
    }
  });

  it("gives by every page size, order and range what folding the whole gives", async () => {
    const samples = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom("a", "b", "c")), {
      maxLength: 14,
    });
    const bound = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        samples,
        bound,
        bound,
        fc.constantFrom("asc", "desc"),
        fc.integer({ min: 1, max: 4 }),
        async (given, from, to, order, limit) => {
          await store(given);
          const range = { order, ...(from && { from: day(from) }), ...(to && { to: day(to) }) } as const;
          const unfolded = await listSeries(catalog.database, { ...whole, isFolded: false });
          const firsts = unfolded.filter((row, index) => row.digest !== unfolded[index - 1]?.digest);
          const expected = firsts.filter(
            ({ collectedOn }) => (!from || collectedOn >= day(from)) && (!to || collectedOn < day(to)),
          );
          const seen: unknown[] = [];
          for (let after: ListSeriesInput["after"]; ;) {
            const page = await listSeries(catalog.database, { ...whole, ...range, after, limit });
            seen.push(...page);
            if (page.length < limit) break;
            after = page.at(-1);
          }
          expect(seen).toEqual(order === "asc" ? expected : expected.toReversed());
        },
      ),
      { numRuns: 100 },
    );
  });
});
