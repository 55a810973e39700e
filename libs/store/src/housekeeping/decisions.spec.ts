import { resourceId } from "@binnacle/contract";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { day } from "../reads/test-catalog.js";
import { openTestHousekeeping, TRUNCATE, type TestHousekeeping } from "./test-housekeeping.js";

const own = (name: string, on: number, more: object = {}) => ({
  kind: "resource",
  type: "ServiceInstance",
  name,
  observedOn: day(on),
  ...more,
});
const health = (name: string, on: number, more: object = {}) => ({
  kind: "reading",
  resource: { type: "ServiceInstance", name },
  type: "HealthCheck",
  value: { status: "up" },
  collectedOn: day(on),
  ...more,
});
const sweep = (on: number, more: object = {}) => ({
  kind: "sweep",
  resourceType: "ServiceInstance",
  startedOn: day(on),
  ...more,
});
const run = (source: string, on: number, outcome: string) => ({
  kind: "reading",
  resource: { type: "Collector", name: source },
  type: "CollectorRun",
  value: { outcome },
  collectedOn: day(on),
});

const WITHOUT_HEALTH = {
  rules: [
    {
      name: "without-health",
      type: "ServiceInstance",
      createdBefore: "2d",
      withoutReading: { types: ["HealthCheck"], for: "1d" },
    },
  ],
};

describe("decisions of the housekeeper", () => {
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

  async function present(): Promise<string[]> {
    const rows: { name: string }[] = await house.dataSource.query(
      "SELECT name FROM resource_current WHERE type = 'ServiceInstance' ORDER BY name",
    );
    return rows.map(({ name }) => name);
  }

  function runs(): Promise<{ rule: string; removed: string; seenOn: Date; reason: string }[]> {
    return house.dataSource.query(
      `SELECT rule, removed, to_char(seen_on, 'YYYY-MM-DD') AS "seenOn", reason FROM housekeeping_run ORDER BY started_on, rule`,
    );
  }

  it("end what has an expired lease as of the newest that was said of it, so that anything newer brings it back", async () => {
    await house.ingest([own("a", 1, { expiresAfter: "P2D" }), own("b", 1), health("a", 2)]);
    await house.keepHouse(day(2));
    expect(await present()).toEqual(["a", "b"]);
    await house.keepHouse(day(9));
    expect(await present()).toEqual(["b"]);
    expect(await runs()).toEqual([
      { rule: "leases", removed: "1", seenOn: "2026-01-02", reason: "the lease of its newest resource record ran out" },
    ]);
    await house.ingest([health("a", 3)]);
    expect(await present()).toEqual(["a", "b"]);
  });

  it("let a reading from after the horizon keep a Resource whose lease is over, undeclared", async () => {
    await house.ingest([own("a", 1, { expiresAfter: "P2D" }), health("a", 8)]);
    await house.keepHouse(day(5));
    const [row] = await house.dataSource.query("SELECT declared FROM resource_current WHERE type = 'ServiceInstance'");
    expect(row).toEqual({ declared: false });
  });

  it("remove by rule what is not new and was silent, and nothing else", async () => {
    await house.ingest([own("silent", 1), own("never read", 1), own("alive", 1), own("new", 8), own("sampled", 1)]);
    await house.ingest([health("silent", 3), health("alive", 9), health("sampled", 9, { storageMode: "TIME_SERIES" })]);
    await house.keepHouse(day(9), WITHOUT_HEALTH);
    expect(await present()).toEqual(["alive", "new", "sampled"]);
    const [row] = await runs();
    expect(row).toMatchObject({ rule: "without-health", removed: "2", seenOn: "2026-01-03" });
  });

  it("take along what is below, each as of its own time, but not where something newer was said", async () => {
    const child = (type: string, name: string, on: number, parent: object) => ({
      kind: "resource",
      type,
      name,
      parent,
      observedOn: day(on),
    });
    await house.ingest([
      own("a", 1),
      child("Thread", "a/1", 3, { type: "ServiceInstance", name: "a" }),
      child("Frame", "a/1/1", 2, { type: "Thread", name: "a/1" }),
      child("Frame", "a/1/2", 2, { type: "Thread", name: "a/1" }),
      { ...health("a", 30), resource: { type: "Frame", name: "a/1/2" } },
    ]);
    const rules = [{ ...WITHOUT_HEALTH.rules[0], children: true }];
    await house.keepHouse(day(9), { rules });
    expect(await house.isPresent("ServiceInstance", "a")).toBe(false);
    expect(await house.isPresent("Frame", "a/1/1")).toBe(false);
    expect(await house.isPresent("Frame", "a/1/2")).toBe(true);
    const [{ decided }] = await house.dataSource.query(
      "SELECT to_char(removed_on, 'YYYY-MM-DD') AS decided FROM resource WHERE name = 'a/1/1'",
    );
    expect(decided).toBe("2026-01-02");
  });

  it("execute a sweep: what its source did not publish again goes, what another source claims stays", async () => {
    await house.ingest([own("a", 1), own("b", 1), own("shared", 1)], "team/one");
    await house.ingest([own("shared", 2)], "team/two");
    await house.ingest([own("a", 5), sweep(5)], "team/one");
    await house.keepHouse(day(6));
    expect(await present()).toEqual(["a", "shared"]);
    const [{ decided }] = await house.dataSource.query(
      "SELECT to_char(removed_on AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS decided FROM resource WHERE name = 'b'",
    );
    expect(decided).toBe("2026-01-04 23:59:59.999999");
  });

  it("remove what several sources have withdrawn as of the last withdrawal, whenever anybody looks", async () => {
    await house.ingest([own("a", 1), own("kept", 5), sweep(5), sweep(8), own("kept", 8)], "team/one");
    await house.ingest([own("a", 7), own("kept", 9), sweep(9), sweep(10), own("kept", 10)], "team/two");
    await house.keepHouse(day(12));
    expect(await present()).toEqual(["kept"]);
    const [{ decided }] = await house.dataSource.query(
      "SELECT to_char(removed_on AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS decided FROM resource WHERE name = 'a'",
    );
    expect(decided).toBe("2026-01-08 23:59:59.999999");
  });

  it("take no account of claims from before a Resource was removed", async () => {
    await house.ingest([own("a", 1)], "team/two");
    await house.ingest([{ kind: "removal", resource: { type: "ServiceInstance", name: "a" }, removedOn: day(2) }]);
    await house.ingest([own("a", 3), own("kept", 5), sweep(5)], "team/one");
    await house.keepHouse(day(6));
    expect(await present()).toEqual(["kept"]);
  });

  it("ignore a sweep without claims since its start, and wait for as many as it counts", async () => {
    await house.ingest([own("a", 1), own("b", 1), sweep(5), own("other", 9)], "team/one");
    await house.ingest([{ ...own("elsewhere", 5), type: "Service" }], "team/one");
    await house.dataSource.query("DELETE FROM claim WHERE claimed_on = $1", [day(9)]);
    await house.keepHouse(day(10));
    expect(await present()).toEqual(["a", "b", "other"]);
    await house.dataSource.query("TRUNCATE sweep");
    await house.ingest([own("a", 6), sweep(6, { count: 2 })], "team/one");
    await house.keepHouse(day(10));
    expect(await present()).toEqual(["a", "b", "other"]);
    await house.ingest([own("c", 6)], "team/one");
    await house.keepHouse(day(10));
    expect(await present()).toEqual(["a", "c", "other"]);
  });

  it("keep to the parent of a sweep", async () => {
    const under = (name: string, on: number, parent: string) =>
      own(name, on, { parent: { type: "ServiceDeployment", name: parent } });
    await house.ingest([under("p/1", 1, "p"), under("p/2", 1, "p"), under("q/1", 1, "q")], "team/one");
    await house.ingest(
      [under("p/1", 5, "p"), sweep(5, { parent: { type: "ServiceDeployment", name: "p" } })],
      "team/one",
    );
    await house.keepHouse(day(6));
    expect(await present()).toEqual(["p/1", "q/1"]);
  });

  it("touch nothing of a source whose last run was not ok", async () => {
    await house.ingest([own("a", 1), own("b", 1, { expiresAfter: "P1D" }), run("team/one", 5, "failed")], "team/one");
    await house.ingest([own("a", 5), sweep(5)], "team/one");
    await house.ingest([own("c", 1), own("d", 1)], "team/two");
    await house.ingest([health("d", 2)], "team/one");
    await house.keepHouse(day(9), WITHOUT_HEALTH);
    expect(await present()).toEqual(["a", "b", "d"]);
    await house.ingest([run("team/one", 6, "ok")], "team/one");
    await house.keepHouse(day(9), WITHOUT_HEALTH);
    expect(await present()).toEqual([]);
  });

  it("remove nothing before a probe has come through", async () => {
    await house.ingest([own("a", 1, { expiresAfter: "P1D" })]);
    expect(await house.housekeeper().applyRules()).toBe(false);
    expect(await present()).toEqual(["a"]);
  });

  it("remove orphans and what nobody declared, once nothing was said of them for long", async () => {
    await house.ingest([
      own("orphan", 1, { parent: { type: "ServiceDeployment", name: "gone" } }),
      { kind: "removal", resource: { type: "ServiceDeployment", name: "gone" }, removedOn: day(2) },
      own("fine", 1),
      health("undeclared", 3),
    ]);
    const leftovers = { orphans: { after: "5d" }, undeclared: { after: "5d", types: ["ServiceInstance"] } };
    await house.keepHouse(day(6), leftovers);
    expect(await present()).toEqual(["fine", "orphan", "undeclared"]);
    await house.keepHouse(day(9), leftovers);
    expect(await present()).toEqual(["fine"]);
  });

  it("can be taken back: what was there is there again, as it was, and is not removed anew until something is said", async () => {
    await house.ingest([
      own("a", 1, { parent: { type: "ServiceDeployment", name: "p" } }),
      health("a", 3),
      own("b", 9),
    ]);
    const shown = (): Promise<unknown> =>
      house.dataSource.query(
        "SELECT * FROM resource_current r LEFT JOIN reading_current s ON s.resource_id = r.id ORDER BY r.id",
      );
    await house.probe(day(9));
    const before = await shown();
    await house.keepHouse(day(9), WITHOUT_HEALTH);
    expect(await present()).toEqual(["b"]);
    await house.store.eraseHidden({ tombstones: 0 });
    await house.dataSource.query("UPDATE housekeeping_run SET undo_requested_on = now()");
    await house.housekeeper().fulfilRequests();
    expect(await shown()).toEqual(before);
    await house.keepHouse(day(9), WITHOUT_HEALTH);
    expect(await present()).toEqual(["a", "b"]);
    await house.ingest([health("a", 4)]);
    await house.keepHouse(day(9), WITHOUT_HEALTH);
    expect(await present()).toEqual(["b"]);
  });

  it("tell the change feed what went and what came back", async () => {
    await house.ingest([own("a", 1), health("a", 3)]);
    await house.dataSource.query("TRUNCATE change");
    await house.keepHouse(day(9), WITHOUT_HEALTH);
    await house.dataSource.query("UPDATE housekeeping_run SET undo_requested_on = now()");
    await house.housekeeper().fulfilRequests();
    const rows: { changes: unknown[] }[] = await house.dataSource.query(
      "SELECT changes FROM change ORDER BY transaction_id",
    );
    const id = resourceId("ServiceInstance", "a");
    expect(rows.map(({ changes }) => changes).filter((changes) => JSON.stringify(changes).includes(id))).toEqual([
      [[id, "ServiceInstance", "removed", []]],
      [[id, "ServiceInstance", "created", ["HealthCheck"]]],
    ]);
  });

  it("stand beside published removals, which stay when a decision is taken back", async () => {
    await house.ingest([
      own("a", 1),
      { kind: "removal", resource: { type: "ServiceInstance", name: "a" }, removedOn: day(2) },
    ]);
    await house.ingest([own("a", 3)]);
    await house.keepHouse(day(9), WITHOUT_HEALTH);
    await house.ingest([own("a", 3), own("a", 2, { parent: { type: "ServiceDeployment", name: "late" } })]);
    await house.dataSource.query("UPDATE housekeeping_run SET undo_requested_on = now()");
    await house.housekeeper().fulfilRequests();
    const [row] = await house.dataSource.query(
      "SELECT to_char(created_on, 'YYYY-MM-DD') AS created FROM resource_current WHERE name = 'a'",
    );
    expect(row).toEqual({ created: "2026-01-02" });
  });
});
