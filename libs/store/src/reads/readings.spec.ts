import { resourceId } from "@binnacle/contract";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { deleteRejection } from "../administration/delete-rejection.js";
import { listRejections } from "./list-rejections.js";
import { listSeries, type ListSeriesInput } from "./list-series.js";
import { listSeriesTypes } from "./list-series-types.js";
import { listSnapshots } from "./list-snapshots.js";
import { readReading } from "./read-reading.js";
import { readSnapshots } from "./read-snapshots.js";
import { summarizeReadingTypes, summarizeResourceTypes } from "./summarize-types.js";
import { day, openTestCatalog, type TestCatalog } from "./test-catalog.js";

const ADDRESS = { type: "Service", name: "orders" };
const ID = resourceId("Service", "orders");
const reading = (type: string, value: unknown, more: object = {}) => ({
  kind: "reading",
  resource: ADDRESS,
  type,
  value,
  ...more,
});
const sample = (on: number, value: unknown, type = "Sample") =>
  reading(type, value, { storageMode: "TIME_SERIES", collectedOn: day(on) });

describe("Readings, types and rejections", () => {
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

  beforeEach(() =>
    catalog.dataSource.query("TRUNCATE resource, claim, sweep, snapshot, reference, series, rejection, type_tally"),
  );

  it("passes values on as PostgreSQL prints them, every digit", async () => {
    const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
    const value = {
      big: rawJSON("12345678901234567890.1234567890"),
      e: rawJSON("1e2"),
      none: null,
      text: "é\n\u{1F600}",
    };
    await catalog.ingest([reading("Exact", value, { collectedOn: day(3) }), reading("Null", null)]);
    expect(await readReading(catalog.database, { resourceId: ID, type: "Exact" })).toEqual({
      resourceId: ID,
      type: "Exact",
      storageMode: "SNAPSHOT",
      collectedOn: day(3),
      source: "test",
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      value: '{"e": 100, "big": 12345678901234567890.1234567890, "none": null, "text": "é\\n\u{1F600}"}',
    });
    expect(await readReading(catalog.database, { resourceId: ID, type: "Null" })).toMatchObject({ value: "null" });
  });

  it("lists a Resource's snapshots by type from any on, and those of many Resources at once", async () => {
    const { database } = catalog;
    const other = { kind: "reading", resource: { type: "Service", name: "billing" }, type: "B", value: 4 };
    await catalog.ingest([reading("C", 3), reading("A", 1), reading("B", 2), other]);
    const types = async (after?: string, limit = 10) =>
      (await listSnapshots(database, { resourceId: ID, after, limit })).map(({ type }) => type);
    expect(await types()).toEqual(["A", "B", "C"]);
    expect(await types("A", 1)).toEqual(["B"]);
    const ids = [ID, resourceId("Service", "billing"), resourceId("Service", "unknown")];
    const values = async (of?: string[]) =>
      (await readSnapshots(database, { resourceIds: ids, types: of })).map(({ value }) => value).toSorted();
    expect(await values()).toEqual(["1", "2", "3", "4"]);
    expect(await values(["B", "Z"])).toEqual(["2", "4"]);
  });

  it("lists a series either way, within a range, page by page, also where a time occurs twice", async () => {
    const { database } = catalog;
    await catalog.ingest([sample(1, "a"), sample(2, "b"), sample(2, "c"), sample(3, "d"), sample(40 - 9, "e")]);
    const whole: ListSeriesInput = { resourceId: ID, type: "Sample", order: "asc", limit: 10 };
    const ascending = await listSeries(database, whole);
    expect(ascending.map(({ collectedOn }) => collectedOn)).toEqual([day(1), day(2), day(2), day(3), day(31)]);
    const descending = await listSeries(database, { ...whole, order: "desc" });
    expect(descending).toEqual(ascending.toReversed());
    expect(await listSeries(database, { ...whole, from: day(2), to: day(3) })).toEqual(ascending.slice(1, 3));
    for (const order of ["asc", "desc"] as const) {
      const seen: unknown[] = [];
      for (let after: ListSeriesInput["after"]; ;) {
        const [next] = await listSeries(database, { ...whole, order, after, limit: 1 });
        if (!next) break;
        seen.push(next);
        after = next;
      }
      expect(seen).toEqual(order === "asc" ? ascending : descending);
    }
  });

  it("names the types of a Resource's series, and prefers a snapshot to a series of the same type", async () => {
    const { database } = catalog;
    await catalog.ingest([sample(1, 1), sample(2, 2), sample(1, 1, "Z"), sample(1, 1, "A"), reading("A", "snapshot")]);
    expect(await listSeriesTypes(database, ID)).toEqual(["A", "Sample", "Z"]);
    expect(await listSeriesTypes(database, resourceId("Service", "unknown"))).toEqual([]);
    expect(await readReading(database, { resourceId: ID, type: "A" })).toMatchObject({ value: '"snapshot"' });
    expect(await readReading(database, { resourceId: ID, type: "Sample" })).toMatchObject({
      storageMode: "TIME_SERIES",
      value: "2",
    });
  });

  it("sums up what there is by type, without what is absent", async () => {
    const gone = { type: "Lambda", name: "gone" };
    await catalog.ingest([
      { kind: "resource", ...ADDRESS, observedOn: day(4) },
      { kind: "resource", type: "Service", name: "billing", observedOn: day(3) },
      sample(1, 1),
      sample(2, 2),
      reading("A", 1, { collectedOn: day(5) }),
      { kind: "reading", resource: { type: "Team", name: "payments" }, type: "A", value: 1, collectedOn: day(6) },
      { kind: "reading", resource: gone, type: "Gone", value: 1, collectedOn: day(1) },
      { kind: "reading", resource: gone, type: "Gone", storageMode: "TIME_SERIES", value: 1, collectedOn: day(1) },
      { kind: "removal", resource: gone, removedOn: day(9) },
    ]);
    expect(await summarizeResourceTypes(catalog.database)).toEqual([
      { type: "Service", count: 2, lastSeenOn: day(4) },
      { type: "Team", count: 1, lastSeenOn: null },
    ]);
    expect(await summarizeReadingTypes(catalog.database)).toEqual([
      { type: "A", storageMode: "SNAPSHOT", count: 2, lastCollectedOn: day(6) },
      { type: "Sample", storageMode: "TIME_SERIES", count: 2, lastCollectedOn: day(2) },
    ]);
  });

  it("lists rejections page by page and deletes them", async () => {
    const { database } = catalog;
    await catalog.ingest([{ kind: "nonsense" }, { kind: "resource", type: "Service" }, 7]);
    await catalog.ingest([7]);
    const all = await listRejections(database, { limit: 10 });
    expect(all.map(({ code }) => code).toSorted()).toEqual(["INVALID_FIELD", "UNKNOWN_KIND", "UNKNOWN_KIND"]);
    expect(all.find(({ record }) => record === "7")).toMatchObject({
      code: "UNKNOWN_KIND",
      path: "",
      source: "test",
      truncated: false,
      count: 2,
      firstReceivedOn: "2026-11-01T00:00:00.000000Z",
    });
    const [first, ...others] = all;
    expect(await listRejections(database, { after: first, limit: 10 })).toEqual(others);
    expect(await deleteRejection(database, first!.id, "ada")).toBe(true);
    expect(await deleteRejection(database, first!.id, "ada")).toBe(false);
    expect(await listRejections(database, { limit: 10 })).toEqual(others);
  });
});
