import { resourceId } from "@binnacle/contract";
import { createDataSource } from "@binnacle/store";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { DataSource } from "typeorm";
import { RunningStack } from "../running-stack.js";
import { catalogAfter, type ModelRecord } from "./catalog-model.js";
import { claimsAfter, sweepsAfter } from "./claims-model.js";
import { contendedRecords } from "./contended-records.js";
import { messageOf, shuffledDeliveries, type Delivery } from "./deliveries.js";
import { ledgerOf, totals, type Ledger } from "./ledger.js";
import { scatteredRecords, typesOf } from "./scattered-records.js";
import { asServed, servedCatalog } from "./served-catalog.js";
import { differingReferences, differingTallies, storedClaims, storedSweeps } from "./stored-catalog.js";

const MAX_SINKS = 4;
/** More rounds and a seed to repeat one: `CONVERGENCE_ROUNDS=100 CONVERGENCE_SEED=7`. */
const ROUNDS = Number(process.env["CONVERGENCE_ROUNDS"] ?? 4);
const SEED = Number(process.env["CONVERGENCE_SEED"] ?? Date.now() % 1_000_000);
const CELLS = 40;
/** Messages on their way to SNS at a time. */
const PUBLISHING = 32;

const REJECTED = '{"source":"team-a/k8s","records":[{"kind":"removal","resource":{"type":"Service","name":""}},7]}';

describe(`the catalog behind several sink processes (seed ${SEED})`, () => {
  let stack: RunningStack;
  let database: DataSource;
  const published: ModelRecord[] = [];
  const sent: Ledger = {};

  beforeAll(async () => {
    stack = await RunningStack.start();
    database = await createDataSource({ url: stack.database.url, applicationName: "reader" }).initialize();
  });

  afterAll(async () => {
    await database.destroy();
    await stack.stop();
  });

  async function publish(deliveries: Delivery[]): Promise<void> {
    const rest = deliveries.values();
    const publishRest = async (): Promise<void> => {
      for (const delivery of rest) {
        const { source, records, sentOn } = delivery;
        await stack.publisher.publishMessage(messageOf(delivery), sentOn === undefined ? {} : { sentOn });
        for (const { kind } of records) sent[`${source} ${kind}`] = (sent[`${source} ${kind}`] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: PUBLISHING }, publishRest));
  }

  const rounds = Array.from({ length: ROUNDS }, (_, index) => ({ round: index + 1, sinks: 1 + (index % MAX_SINKS) }));
  it.each(rounds)(
    "is served as the model has it in round $round, after $sinks or more of them",
    async ({ round, sinks }) => {
      while (stack.sinks.length < sinks) await stack.startSink();
      const records = scatteredRecords({ seed: SEED + round * CELLS, suffix: `r${round}`, cells: CELLS });
      const [random] = fc.sample(fc.infiniteStream(fc.nat()), { seed: SEED + round, numRuns: 1 });
      const deliveries = shuffledDeliveries(records, random!, 1).flat();
      // A full queue, and all of them at once: that is when they meet on the same rows.
      await stack.whileSinksStandStill(() => publish(deliveries));
      await stack.publisher.publishMessage(REJECTED);
      published.push(...records);
      await stack.drained();
      const served = await servedCatalog((path) => stack.read(path), typesOf(records));
      expect(served).toEqual(asServed(catalogAfter(records, realId), realId));
    },
    120_000,
  );

  it("is served as the model has it when all of them write the same rows at the same time", async () => {
    const { before, contending } = contendedRecords("");
    const random = (): fc.Stream<number> => fc.sample(fc.infiniteStream(fc.nat()), { seed: SEED, numRuns: 1 })[0]!;
    await publish(shuffledDeliveries(before, random(), 1).flat());
    await stack.drained();
    await stack.whileSinksStandStill(() => publish(shuffledDeliveries(contending, random(), 1).flat()));
    await stack.drained();
    const records = [...before, ...contending];
    published.push(...records);
    const served = await servedCatalog((path) => stack.read(path), typesOf(records));
    expect(served).toEqual(asServed(catalogAfter(records, realId), realId));
  }, 120_000);

  it("takes the time at which the queue received the message for a record that is told no other", async () => {
    const at = { type: "Timeless", name: "a" };
    const earliest = new Date().toISOString();
    const text = JSON.stringify({ kind: "reading", resource: at, type: "HealthCheck", value: 1 });
    await stack.publisher.publishMessage(text);
    const latest = new Date().toISOString();
    sent["anonymous reading"] = (sent["anonymous reading"] ?? 0) + 1;
    await stack.drained();
    const { snapshots } = await servedCatalog((path) => stack.read(path), [at.type]);
    const [time] = snapshots.map(({ collectedOn }) => `${collectedOn.slice(0, "YYYY-MM-DDTHH:MM:SS.mmm".length)}Z`);
    expect([earliest, time, latest].toSorted()).toEqual([earliest, time, latest]);
  });

  it("holds the claims and sweeps that the housekeeper needs, no others, and the edges of the values that won", async () => {
    expect(await storedClaims(database)).toEqual(claimsAfter(published));
    const sweeps = sweepsAfter(published).map((sweep) => ({
      ...sweep,
      parentId: sweep.parentId && realId(sweep.parentId),
    }));
    expect(new Set(await storedSweeps(database))).toEqual(new Set(sweeps));
    expect(await differingReferences(database)).toEqual([]);
    expect(await differingTallies(database)).toEqual([]);
  });

  it("refused what was wrong, by itself", async () => {
    const { items } = JSON.parse(await stack.read("/rejections"));
    const refused = items.map(({ code, path, count }: Record<string, unknown>) => ({ code, path, count }));
    expect(refused).toHaveLength(2);
    expect(refused).toContainEqual({ code: "INVALID_FIELD", path: "/resource/name", count: ROUNDS });
    expect(refused).toContainEqual({ code: "UNKNOWN_KIND", path: "", count: ROUNDS });
  });

  it("was told of in full: what the sinks count as received is what was sent, by source and kind", async () => {
    const ledgers = await Promise.all(
      stack.sinks.map(async ({ url }) => ledgerOf(await (await fetch(`${url}/metrics`)).text())),
    );
    expect(totals(ledgers, (outcome) => outcome === "rejected")).toEqual({
      "team-a/k8s removal": ROUNDS,
      "team-a/k8s unknown": ROUNDS,
    });
    expect(totals(ledgers, (outcome) => outcome !== "rejected")).toEqual(sent);
    // Each did its share, or nothing was shown of several at once.
    for (const ledger of ledgers) expect(Object.keys(ledger).length).toBeGreaterThan(0);
    const [{ deadlocks }] = await database.query(
      "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
    );
    expect(deadlocks).toBe("0");
  });
});

function realId(id: string): string {
  const [type, name] = id.split("\n") as [string, string];
  return resourceId(type, name);
}
