import { setTimeout as sleep } from "node:timers/promises";
import { resourceId } from "@binnacle/contract";
import { Housekeeper, readPolicy } from "@binnacle/housekeeping";
import { ingestBatch } from "@binnacle/ingest";
import { createDataSource, PostgresCatalogStore, PostgresHousekeepingStore } from "@binnacle/store";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { DataSource } from "typeorm";
import { catalogAfter, type ModelRecord } from "../convergence/catalog-model.js";
import type { ModelSweep } from "../convergence/claims-model.js";
import { messageOf, shuffledDeliveries, type Delivery } from "../convergence/deliveries.js";
import { narrowRecord, wideRecord } from "../convergence/generated-records.js";
import { storedCatalog } from "../convergence/stored-catalog.js";
import { leaseDecisions, sweepDecisions, sweepsThatHold, type Situation } from "./housekeeping-model.js";
import { storedDecisions, tallyFaults } from "./stored-decisions.js";

const RECEIVED_ON = "2026-11-20T00:00:00.000000Z";
const RUNS = Number(process.env["CONVERGENCE_RUNS"] ?? 30);
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const POLICY = readPolicy({ guard: { share: 1 }, probe: { every: "1m", margin: "0s" } }, "test");
/** Among the times of the generated records, and after all of their leases. */
const HORIZONS = [
  "2026-10-31T23:59:59.999999Z",
  "2026-11-01T00:00:00.000001Z",
  "2026-11-02T12:00:00.000000Z",
  "2026-11-09T00:00:00.000000Z",
];

/** The connection that holds the right to be the housekeeper, as pg_locks prints its number: two halves. */
const KILL = `
  SELECT pg_terminate_backend(pid) FROM pg_locks
  WHERE locktype = 'advisory' AND granted AND classid = 1 AND objid = 1875296821
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

const TABLES =
  "resource claim sweep snapshot reference series rejection change type_tally housekeeping_plan housekeeping_run housekeeping_decision tombstone".split(
    " ",
  );

const realId = (id: string): string => resourceId(...(id.split("\n") as [string, string]));

/** Whether the work has settled after so many milliseconds. */
function settledBy(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const settled = work.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, sleep(milliseconds, false)]);
}

interface Step {
  records: ModelRecord[];
  horizon: string;
  /** Whether the newest run is taken back, and what is hidden erased. */
  undo: boolean;
  erase: boolean;
}

/** Claims of few Resources by two sources, and their sweeps: among all records these would hardly ever meet. */
const claimed = {
  source: fc.constantFrom("team-a/k8s", "team-b/k8s"),
  on: fc.constantFrom(...["01", "02", "03", "04", "05"].map((second) => `2026-11-01T00:00:${second}.000000Z`)),
};
const claim: fc.Arbitrary<ModelRecord> = fc.record({
  ...claimed,
  kind: fc.constant("resource" as const),
  at: fc.record({ type: fc.constant("Service"), name: fc.constantFrom("a", "b") }),
});
const sweep: fc.Arbitrary<ModelRecord> = fc.record(
  {
    ...claimed,
    kind: fc.constant("sweep" as const),
    resourceType: fc.constant("Service"),
    count: fc.integer({ min: 1, max: 2 }),
  },
  { requiredKeys: ["source", "on", "kind", "resourceType"] },
);

const step = fc.record({
  records: fc.array(
    fc.oneof({ weight: 4, arbitrary: wideRecord }, { weight: 3, arbitrary: claim }, { weight: 2, arbitrary: sweep }),
    { minLength: 1, maxLength: 14 },
  ),
  horizon: fc.constantFrom(...HORIZONS),
  undo: fc.boolean(),
  erase: fc.boolean(),
});

describe("the catalog that a housekeeper keeps", () => {
  let database: TestDatabase;
  let sinks: DataSource[];
  let deaths = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    sinks = await Promise.all(
      [1, 2, 3].map((sink) =>
        createDataSource({ url: database.url, applicationName: `sink ${sink}`, poolSize: 3 }).initialize(),
      ),
    );
  });

  afterAll(async () => {
    await Promise.all(sinks.map((sink) => sink.destroy()));
    await database.drop();
  });

  async function reset(): Promise<void> {
    // Emptying a few rows takes less than truncating a dozen tables.
    await sinks[0]!.query(TABLES.map((table) => `DELETE FROM ${table}`).join(";"));
  }

  async function deliver(sink: DataSource, deliveries: readonly Delivery[]): Promise<void> {
    const store = new PostgresCatalogStore(sink);
    for (const delivery of deliveries) {
      const text = messageOf(delivery);
      await ingestBatch([{ text, sentOn: delivery.sentOn ?? RECEIVED_ON, receivedOn: RECEIVED_ON }], store);
    }
  }

  /** Takes a horizon for that of the last probe, and the start of a sweep for when it came. */
  async function housekeeperAt(store: PostgresHousekeepingStore, horizon: string): Promise<Housekeeper> {
    await sinks[0]!.query("UPDATE sweep SET received_on = started_on WHERE received_on <> started_on");
    const atHorizon = Object.assign(Object.create(store) as PostgresHousekeepingStore, {
      probedOn: async () => horizon,
    });
    return new Housekeeper({ store: atHorizon, policy: POLICY, logger: SILENT });
  }

  async function situation(records: ModelRecord[], executed: ModelSweep[], horizon: string): Promise<Situation> {
    const decisions = await storedDecisions(sinks[0]!);
    return {
      records,
      inForce: decisions.filter(({ isUndone }) => !isUndone),
      undone: decisions.filter(({ isUndone }) => isUndone),
      executed,
      horizon,
    };
  }

  it("ends as the records and the recorded decisions say, which are those that leases and sweeps ask for", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps: Step[]) => {
        await reset();
        const [sink] = sinks as [DataSource];
        const store = (await PostgresHousekeepingStore.open(sink))!;
        const records: ModelRecord[] = [];
        let executed: ModelSweep[] = [];
        try {
          for (const { records: more, horizon, undo, erase } of steps) {
            const random = fc.sample(fc.infiniteStream(fc.nat()), 1)[0]!;
            records.push(...more);
            await deliver(sink, shuffledDeliveries(more, random, 1).flat());
            const housekeeper = await housekeeperAt(store, horizon);

            const before = await situation(records, executed, horizon);
            executed = sweepsThatHold(before);
            const leases = leaseDecisions(before);
            const swept = sweepDecisions({ ...before, executed, inForce: [...before.inForce, ...leases] });
            await housekeeper.applyRules();
            const known = [...before.inForce, ...before.undone].map(({ id, on }) => `${id} ${on}`);
            const fresh = (await storedDecisions(sink)).map(({ id, on }) => `${id} ${on}`);
            for (const old of known) fresh.splice(fresh.indexOf(old), 1);
            expect(fresh.toSorted()).toEqual([...leases, ...swept].map(({ id, on }) => `${id} ${on}`).toSorted());

            if (undo) await undoNewestRun(sink, housekeeper);
            if (erase) await store.eraseHidden({ tombstones: 1_000_000 });
            const { inForce } = await situation(records, executed, horizon);
            expect(await storedCatalog(sink)).toEqual(catalogAfter(records, realId, inForce));
            expect(await tallyFaults(sink)).toEqual([]);
          }
        } finally {
          await store.close();
        }
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  it("ends so when housekeepers die at any point while several sinks write the same rows, without a deadlock", async () => {
    const records = fc.array(narrowRecord, { minLength: 20, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(records, fc.infiniteStream(fc.nat()), async (list, random) => {
        await reset();
        const deliveries = shuffledDeliveries(list, random, sinks.length);
        const work = Promise.all(deliveries.map((share, index) => deliver(sinks[index]!, share)));
        const [sink] = sinks as [DataSource];
        for (let round = 0; round < 2 || !(await settledBy(work, 0)); round++) {
          await mortalHousekeeping(sink, HORIZONS[round % HORIZONS.length]!);
        }
        await work;
        const { inForce } = await situation(list, [], "");
        expect(await storedCatalog(sink)).toEqual(catalogAfter(list, realId, inForce));
        expect(await tallyFaults(sink)).toEqual([]);
      }),
      { numRuns: RUNS / 2 },
    );
    const [{ deadlocks }] = await sinks[0]!.query(
      "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
    );
    expect(deadlocks).toBe("0");
    expect(deaths).toBeGreaterThan(0);
  }, 600_000);

  async function undoNewestRun(sink: DataSource, housekeeper: Housekeeper): Promise<void> {
    await sink.query(`
      UPDATE housekeeping_run SET undo_requested_on = now() WHERE id = (
        SELECT id FROM housekeeping_run WHERE undone_on IS NULL ORDER BY started_on DESC, id LIMIT 1
      )`);
    await housekeeper.fulfilRequests();
  }

  /** A round whose connection the server ends after a while, as if the process had been killed. */
  async function mortalHousekeeping(sink: DataSource, horizon: string): Promise<void> {
    const store = await PostgresHousekeepingStore.open(sink);
    if (!store) return;
    const doom = setTimeout(() => void sink.query(KILL), Math.random() * 60);
    try {
      const housekeeper = await housekeeperAt(store, horizon);
      await housekeeper.applyRules();
      await undoNewestRun(sink, housekeeper);
      await store.eraseHidden({ tombstones: 1_000_000 });
    } catch (error) {
      expect((error as Error).name).toBe("TransientError");
      deaths++;
    } finally {
      clearTimeout(doom);
      await store.close();
    }
  }
});
