import { resourceId } from "@binnacle/contract";
import { ingestBatch } from "@binnacle/ingest";
import { createDataSource, PostgresCatalogStore } from "@binnacle/store";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { DataSource } from "typeorm";
import { catalogAfter, type ModelRecord } from "./catalog-model.js";
import { changesBy } from "./change-model.js";
import { claimsAfter, sweepsAfter, type ModelSweep } from "./claims-model.js";
import { messageOf, shuffledDeliveries, type Delivery } from "./deliveries.js";
import { narrowRecord, published, wideRecord } from "./generated-records.js";
import { withHistory } from "./history-model.js";
import { outcomeAfter } from "./outcome-model.js";
import {
  differingReferences,
  differingTallies,
  storedCatalog,
  storedChanges,
  storedClaims,
  storedSweeps,
  type StoredChange,
} from "./stored-catalog.js";

const RECEIVED_ON = "2026-11-20T00:00:00.000000Z";
/** Of which the history may be kept. */
const keptTypes = fc.subarray(["HealthCheck", "Dependencies"]);
const RUNS = Number(process.env["CONVERGENCE_RUNS"] ?? 80);

describe("the catalog's state", () => {
  let database: TestDatabase;
  let sinks: DataSource[];

  beforeAll(async () => {
    database = await createTestDatabase();
    sinks = await Promise.all(
      [1, 2, 3, 4].map((sink) =>
        createDataSource({ url: database.url, applicationName: `sink ${sink}`, poolSize: 2 }).initialize(),
      ),
    );
  });

  afterAll(async () => {
    await Promise.all(sinks.map((sink) => sink.destroy()));
    await database.drop();
  });

  /** Delivers to each worker what is its own, and says how many records the sinks say they have dealt with. */
  async function deliver(workers: readonly Delivery[][], kept: readonly string[]): Promise<number> {
    const counts = await Promise.all(
      workers.map(async (deliveries, index) => {
        const store = new PostgresCatalogStore(sinks[index % sinks.length]!);
        let records = 0;
        for (const delivery of deliveries) {
          const message = {
            text: messageOf(delivery),
            sentOn: delivery.sentOn ?? RECEIVED_ON,
            receivedOn: RECEIVED_ON,
          };
          records += (await ingestBatch([message], store, { keepHistory: new Set(kept) })).records;
        }
        return records;
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async function reset(): Promise<void> {
    await sinks[0]!.query(
      "TRUNCATE resource, claim, sweep, snapshot, reference, series, rejection, change, type_tally, hidden, hidden_tally, hidden_note",
    );
  }

  /** Delivers the records and holds what is stored against the model. */
  async function converges(
    records: ModelRecord[],
    random: fc.Stream<number>,
    workers: number,
    kept: readonly string[] = [],
  ): Promise<void> {
    await reset();
    const deliveries = shuffledDeliveries(records, random, workers);
    const received = deliveries.flat().reduce((sum, delivery) => sum + delivery.records.length, 0);
    expect(await deliver(deliveries, kept)).toBe(received);
    const [reader] = sinks as [DataSource];
    expect(await storedCatalog(reader)).toEqual(catalogAfter(withHistory(records, kept), realId));
    expect(await storedClaims(reader)).toEqual(claimsAfter(records));
    expect(new Set(await storedSweeps(reader))).toEqual(new Set(sweepsAfter(records).map(withRealParent)));
    expect(await reader.query("SELECT * FROM rejection")).toEqual([]);
    expect(await differingReferences(reader)).toEqual([]);
    expect(await differingTallies(reader)).toEqual([]);
  }

  it("is that of the model, whatever the order, the batching and the duplicates", async () => {
    const records = fc.array(wideRecord, { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(records, fc.infiniteStream(fc.nat()), keptTypes, (list, random, kept) =>
        converges(list, random, 1, kept),
      ),
      { numRuns: RUNS },
    );
  }, 600_000);

  it("is that of the model when several sinks write the same rows at once", async () => {
    const records = fc.array(narrowRecord, { minLength: 20, maxLength: 60 });
    const workers = fc.integer({ min: 2, max: sinks.length });
    await fc.assert(
      fc.asyncProperty(records, fc.infiniteStream(fc.nat()), workers, (list, random, count) =>
        converges(list, random, count),
      ),
      { numRuns: RUNS },
    );
    const [{ deadlocks }] = await sinks[0]!.query(
      "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
    );
    expect(deadlocks).toBe("0");
  }, 600_000);

  it("moves with each record as the model says, and every record of a batch is told what came of it", async () => {
    const records = fc.array(wideRecord, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(records, keptTypes, async (list, kept) => {
        await reset();
        const store = new PostgresCatalogStore(sinks[0]!);
        const keepHistory = new Set(kept);
        for (const [index, record] of list.entries()) {
          const text = messageOf({ source: record.source, records: [record], sentOn: undefined });
          const message = { text, sentOn: RECEIVED_ON, receivedOn: RECEIVED_ON };
          const { ledger } = await ingestBatch([message], store, { keepHistory });
          const outcome = outcomeAfter(withHistory(list.slice(0, index), kept), record, realId);
          expect({ published: published(record), ledger }).toEqual({
            published: published(record),
            ledger: [{ source: record.source, kind: record.kind, outcome, count: 1 }],
          });
        }
      }),
      { numRuns: RUNS / 2 },
    );
  }, 600_000);

  it("is told of in full by the changes, one row for each transaction that changed what is shown", async () => {
    const records = fc.oneof(
      fc.array(wideRecord, { minLength: 1, maxLength: 30 }),
      fc.array(narrowRecord, { minLength: 10, maxLength: 30 }),
    );
    await fc.assert(
      fc.asyncProperty(records, fc.infiniteStream(fc.nat()), keptTypes, async (list, random, kept) => {
        await reset();
        const [deliveries] = shuffledDeliveries(list, random, 1) as [Delivery[]];
        await deliver([deliveries], kept);
        const earlier: ModelRecord[] = [];
        const expected: StoredChange[][] = [];
        for (const delivery of deliveries) {
          const more = withHistory(delivery.records, kept);
          const changes = changesBy(earlier, more, realId).map(({ id, kind, readingTypes }): StoredChange => [
            realId(id),
            id.split("\n")[0]!,
            kind,
            readingTypes,
          ]);
          if (changes.length > 0) expected.push(changes.toSorted(([a], [b]) => (a < b ? -1 : 1)));
          earlier.push(...more);
        }
        expect(await storedChanges(sinks[0]!)).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
  }, 600_000);
});

function realId(id: string): string {
  const [type, name] = id.split("\n") as [string, string];
  return resourceId(type, name);
}

function withRealParent({ parentId, ...sweep }: ModelSweep): ModelSweep {
  return { ...sweep, parentId: parentId && realId(parentId) };
}
