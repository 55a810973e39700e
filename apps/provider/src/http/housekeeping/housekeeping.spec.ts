import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { Housekeeper, HOUSEKEEPER_SOURCE, probeRecord, readPolicy } from "@binnacle/housekeeping";
import { createDataSource, PostgresHousekeepingStore } from "@binnacle/store";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ingestRecords } from "../../testing/ingest-records.js";
import { startTestProvider, type TestProvider } from "../../testing/start-test-provider.js";

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const HORIZON = "2026-07-01T00:00:00.000000Z";
const leased = (name: string) => ({ kind: "resource", type: "Lease", name, expiresAfter: "P1D" });

describe("the API of housekeeping", () => {
  let database: TestDatabase;
  let provider: TestProvider;

  beforeAll(async () => {
    database = await createTestDatabase();
    provider = await startTestProvider({
      DATABASE_URL: database.url,
      BINNACLE_TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:none",
    });
    await ingestRecords(database.url, ["a", "b", "c"].map(leased));
    await ingestRecords(database.url, [probeRecord(HORIZON)], HOUSEKEEPER_SOURCE);
  });

  afterAll(async () => {
    await provider.close();
    await database.drop();
  });

  async function request(methodAndPath: string): Promise<{ status: number; body: any }> {
    const [method, path] = methodAndPath.split(" ") as [string, string];
    const response = await fetch(`${provider.origin}/api/v1${path}`, { method });
    return { status: response.status, body: await response.json() };
  }

  /** What the housekeeper would do in its own process. */
  async function keepHouse(): Promise<void> {
    const dataSource = await createDataSource({ url: database.url, applicationName: "test" }).initialize();
    const store = (await PostgresHousekeepingStore.open(dataSource))!;
    const policy = readPolicy({ probe: { every: "1m", margin: "0s" } }, "test");
    const housekeeper = new Housekeeper({ store, policy, logger: SILENT });
    await housekeeper.fulfilRequests();
    await housekeeper.applyRules();
    await store.close();
    await dataSource.destroy();
  }

  const present = async (): Promise<string[]> =>
    (await request("GET /resources?type=Lease")).body.items.map(({ name }: { name: string }) => name);

  it("holds what is too much as a plan, removes it once that is approved, and gives it back", async () => {
    await keepHouse();
    expect(await present()).toEqual(["a", "b", "c"]);
    const { body: plans } = await request("GET /housekeeping/plans?status=held");
    expect(plans).toMatchObject({
      items: [
        {
          rule: "leases",
          resourceType: "Lease",
          horizon: HORIZON,
          counts: [{ type: "Lease", count: 3, total: 3 }],
          status: "held",
          decidedOn: null,
          decidedBy: null,
        },
      ],
      nextCursor: null,
    });
    const [{ id, reason, examples }] = plans.items;
    expect(reason).toMatch(/held since it would remove 3 of 3 Lease, more than 20 %$/);
    expect(examples.map(({ name }: { name: string }) => name).toSorted()).toEqual(["a", "b", "c"]);

    await ingestRecords(database.url, [{ ...leased("c"), observedOn: HORIZON, expiresAfter: "P9D" }]);
    const approved = await request(`POST /housekeeping/plans/${id}/approve`);
    expect([approved.status, approved.body.status, approved.body.decidedBy]).toEqual([202, "approved", "local"]);
    expect((await request(`POST /housekeeping/plans/${id}/approve`)).body).toEqual(approved.body);
    await keepHouse();
    expect(await present()).toEqual(["c"]);
    expect((await request("GET /housekeeping/plans")).body.items[0].status).toBe("executed");

    const { body: runs } = await request("GET /housekeeping/runs");
    expect(runs.items).toMatchObject([{ rule: "leases", removed: 2, planId: id, status: "done", undoneOn: null }]);
    const undone = await request(`POST /housekeeping/runs/${runs.items[0].id}/undo`);
    expect([undone.status, undone.body.status, undone.body.undoRequestedBy]).toEqual([202, "undoing", "local"]);
    await keepHouse();
    expect(await present()).toEqual(["a", "b", "c"]);
    expect((await request("GET /housekeeping/runs")).body.items[0].status).toBe("undone");
    const { body: audit } = await request("GET /audit");
    const entries = audit.items.map(({ principal, action, target }: any) => [principal, action, target]);
    expect(entries).toEqual([
      ["local", "run.undo", runs.items[0].id],
      ["local", "plan.approve", id],
    ]);
  });

  it("does not ask again for what was rejected", async () => {
    await ingestRecords(database.url, [{ ...leased("d"), observedOn: "2026-06-02T00:00:00.000000Z" }]);
    const rules = { ...leased("e"), type: "Other" };
    await ingestRecords(database.url, [rules]);
    await keepHouse();
    const { body } = await request("GET /housekeeping/plans?status=held&limit=1");
    expect(body.nextCursor).not.toBeNull();
    const next = await request(`GET /housekeeping/plans?status=held&limit=1&cursor=${body.nextCursor}`);
    for (const { id } of [...body.items, ...next.body.items]) {
      const rejected = await request(`POST /housekeeping/plans/${id}/reject`);
      expect([rejected.status, rejected.body.status]).toEqual([200, "rejected"]);
      expect((await request(`POST /housekeeping/plans/${id}/approve`)).status).toBe(404);
    }
    await keepHouse();
    expect((await request("GET /housekeeping/plans?status=held")).body.items).toEqual([]);
    expect(await present()).toEqual(["a", "b", "c", "d"]);
  });

  it("knows nothing of what there is not, and refuses what it cannot read", async () => {
    for (const path of [`plans/${randomUUID()}/approve`, `plans/${randomUUID()}/reject`, `runs/${randomUUID()}/undo`]) {
      const { status, body } = await request(`POST /housekeeping/${path}`);
      expect([status, body.code]).toEqual([404, "NOT_FOUND"]);
    }
    expect((await request("POST /housekeeping/runs/x/undo")).status).toBe(400);
    expect((await request("GET /housekeeping/plans?status=lost")).status).toBe(400);
    expect((await request("GET /housekeeping/runs?status=done")).status).toBe(400);
  });
});
