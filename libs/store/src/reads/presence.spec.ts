import { resourceId } from "@binnacle/contract";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { listResources } from "./list-resources.js";
import { listSeries } from "./list-series.js";
import { readReading } from "./read-reading.js";
import { readResources } from "./read-resources.js";
import { readSnapshots } from "./read-snapshots.js";
import { day, openTestCatalog, type TestCatalog } from "./test-catalog.js";

const ADDRESS = { type: "Service", name: "orders" };
const ID = resourceId("Service", "orders");

const removed = (on: number) => ({ kind: "removal", resource: ADDRESS, removedOn: day(on) });
const own = (on: number, more: object = {}) => ({ kind: "resource", ...ADDRESS, observedOn: day(on), ...more });
const child = (on: number, parent: object | null = ADDRESS) => ({
  kind: "resource",
  type: "ServiceDeployment",
  name: "orders/production",
  parent,
  observedOn: day(on),
});
const reading = (on: number, storageMode = "SNAPSHOT") => ({
  kind: "reading",
  resource: ADDRESS,
  type: "HealthCheck",
  storageMode,
  collectedOn: day(on),
  value: { on },
});

describe("what is present", () => {
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

  beforeEach(() => catalog.dataSource.query("TRUNCATE resource, claim, sweep, snapshot, reference, series, rejection"));

  async function readBack(records: object[]) {
    await catalog.ingest(records);
    const { database } = catalog;
    const [resource] = await readResources(database, [ID]);
    const listed = await listResources(database, { filter: { types: ["Service"] }, limit: 10 });
    expect(listed).toEqual(resource ? [resource] : []);
    return resource;
  }

  it("shows a Resource by its own record, with the times of all its records", async () => {
    expect(await readBack([reading(2), own(5), own(4, { expiresAfter: "P1D" })])).toEqual({
      id: ID,
      ...ADDRESS,
      parentId: null,
      createdOn: day(2),
      lastSeenOn: day(5),
      expiresOn: null,
      declared: true,
    });
  });

  it("shows the lease of the newest own record", async () => {
    expect(await readBack([own(5, { expiresAfter: "PT36H" })])).toMatchObject({
      expiresOn: "2026-01-06T12:00:00.000000Z",
    });
  });

  it.each([
    ["a snapshot", [reading(3)]],
    ["a series reading", [reading(3, "TIME_SERIES")]],
    ["a child", [child(3)]],
  ])("shows, undeclared, what only %s mentioned", async (_, records) => {
    expect(await readBack(records)).toEqual({
      id: ID,
      ...ADDRESS,
      parentId: null,
      createdOn: day(3),
      lastSeenOn: null,
      expiresOn: null,
      declared: false,
    });
  });

  it.each([
    ["its own record of that time", [own(7)]],
    ["an older own record that comes late", [removed(7), own(3)]],
    ["a snapshot of that time", [reading(7)]],
    ["a newer series reading", [reading(9, "TIME_SERIES")]],
    ["a child that named it as its parent at that time", [child(7)]],
    ["a child that has another parent since", [child(8), child(9, null)]],
  ])("hides what was removed, in spite of %s", async (_, records) => {
    expect(await readBack([...records, removed(7)])).toBeUndefined();
  });

  it("hides what was removed before anything else was heard of it", async () => {
    expect(await readBack([removed(7)])).toBeUndefined();
  });

  it("brings back by a newer own record what was removed, and forgets what was said before", async () => {
    const before = [own(3, { parent: { type: "Team", name: "payments" }, expiresAfter: "P2D" }), removed(7)];
    expect(await readBack([...before, own(8)])).toEqual({
      id: ID,
      ...ADDRESS,
      parentId: null,
      createdOn: day(7),
      lastSeenOn: day(8),
      expiresOn: null,
      declared: true,
    });
  });

  it.each([
    ["a newer snapshot", [reading(8)]],
    ["a child that has named it as its parent since", [child(8)]],
  ])("brings back by %s what was removed, undeclared", async (_, records) => {
    expect(await readBack([own(3), removed(7), ...records])).toMatchObject({
      createdOn: day(7),
      lastSeenOn: null,
      declared: false,
    });
  });

  it("keeps a child's parent id while the parent is absent", async () => {
    await catalog.ingest([child(3), removed(7)]);
    const children = await listResources(catalog.database, { filter: { parentId: ID }, limit: 10 });
    expect(children).toMatchObject([{ name: "orders/production", parentId: ID }]);
  });

  it("hides snapshots from before the removal, and series while the Resource is absent", async () => {
    const { database } = catalog;
    const series = { resourceId: ID, type: "HealthCheck", order: "asc", limit: 10 } as const;
    await catalog.ingest([reading(3), reading(4, "TIME_SERIES"), removed(7), reading(9, "TIME_SERIES")]);
    expect(await readSnapshots(database, { resourceIds: [ID] })).toEqual([]);
    expect(await listSeries(database, series)).toEqual([]);
    expect(await readReading(database, { resourceId: ID, type: "HealthCheck" })).toBeUndefined();

    await catalog.ingest([own(8)]);
    expect(await readSnapshots(database, { resourceIds: [ID] })).toEqual([]);
    expect((await listSeries(database, series)).map(({ collectedOn }) => collectedOn)).toEqual([day(4), day(9)]);
    expect(await readReading(database, { resourceId: ID, type: "HealthCheck" })).toMatchObject({
      storageMode: "TIME_SERIES",
      collectedOn: day(9),
    });
  });
});
