import { resourceId } from "@binnacle/contract";
import { ingestBatch } from "@binnacle/ingest";
import { createDataSource, PostgresCatalogStore } from "@binnacle/store";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { DataSource } from "typeorm";
import { byReading, catalogAfter, type ModelCatalog, type ModelRecord } from "./catalog-model.js";
import { narrowRecord, published, wideRecord } from "./generated-records.js";

const RECEIVED_ON = "2026-11-20T00:00:00.000000Z";
const TIME = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;
const READING = `(resource_type || E'\\n' || resource_name) AS id, type, to_char(collected_on, ${TIME}) AS "collectedOn", source, value::text AS value`;

/** One delivery: a message of one source, as often and in whatever order the queue likes. */
type Delivery = { source: string; records: ModelRecord[] };

describe("the catalog's state", () => {
  let database: TestDatabase;
  let sinks: DataSource[];

  beforeAll(async () => {
    database = await createTestDatabase();
    sinks = await Promise.all(
      [1, 2, 3].map((sink) =>
        createDataSource({ url: database.url, applicationName: `sink ${sink}`, poolSize: 2 }).initialize(),
      ),
    );
  });

  afterAll(async () => {
    await Promise.all(sinks.map((sink) => sink.destroy()));
    await database.drop();
  });

  async function deliver(workers: readonly Delivery[][]): Promise<void> {
    await Promise.all(
      workers.map(async (deliveries, index) => {
        const store = new PostgresCatalogStore(sinks[index % sinks.length]!);
        for (const delivery of deliveries) {
          const message = { text: messageOf(delivery), sentOn: RECEIVED_ON, receivedOn: RECEIVED_ON };
          await ingestBatch([message], store);
        }
      }),
    );
  }

  async function stored(): Promise<ModelCatalog> {
    const read = (sql: string): Promise<never[]> => sinks[0]!.query(sql);
    const resources: ModelCatalog["resources"] = await read(`
      SELECT r.type || E'\\n' || r.name AS id, p.type || E'\\n' || p.name AS "parentId",
        to_char(r.created_on, ${TIME}) AS "createdOn", to_char(r.last_seen_on, ${TIME}) AS "lastSeenOn",
        to_char(r.expires_on, ${TIME}) AS "expiresOn", r.declared
      FROM resource_current r LEFT JOIN resource p ON p.id = r.parent_id`);
    const readings = async (view: string): Promise<ModelCatalog["snapshots"]> =>
      (await read(`SELECT ${READING} FROM ${view}`)).toSorted(byReading);
    return {
      resources: resources.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      snapshots: await readings("reading_current"),
      series: await readings("reading_series"),
    };
  }

  async function reset(): Promise<void> {
    await sinks[0]!.query("TRUNCATE resource, claim, sweep, snapshot, reference, series, rejection");
  }

  /** Delivers the records and holds what is stored against the model. */
  async function converges(records: ModelRecord[], random: fc.Stream<number>, workers: number): Promise<void> {
    await reset();
    await deliver(shuffledDeliveries(records, random, workers));
    expect(await stored()).toEqual(catalogAfter(records, realId));
    expect(await sinks[0]!.query("SELECT * FROM rejection")).toEqual([]);
    expect(await differingReferences()).toEqual([]);
  }

  it("is that of the model, whatever the order, the batching and the duplicates", async () => {
    const records = fc.array(wideRecord, { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(records, fc.infiniteStream(fc.nat()), (list, random) => converges(list, random, 1)),
      { numRuns: 80 },
    );
  }, 120_000);

  it("is that of the model when several sinks write the same rows at once", async () => {
    const records = fc.array(narrowRecord, { minLength: 20, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(records, fc.infiniteStream(fc.nat()), (list, random) => converges(list, random, sinks.length)),
      { numRuns: 80 },
    );
    const [{ deadlocks }] = await sinks[0]!.query(
      "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
    );
    expect(deadlocks).toBe("0");
  }, 120_000);

  /** The edges must be those of the values that won. */
  async function differingReferences(): Promise<unknown[]> {
    return sinks[0]!.query(`
      WITH stated AS (
        SELECT s.resource_id, s.type, v ->> 'resourceName' AS name
        FROM snapshot s, jsonb_path_query(s.value, '$.on[*]') AS v
      )
      (SELECT resource_id, type, name FROM stated EXCEPT SELECT resource_id, reading_type, target_name FROM reference)
      UNION ALL
      (SELECT resource_id, reading_type, target_name FROM reference EXCEPT SELECT resource_id, type, name FROM stated)`);
  }
});

function realId(id: string): string {
  const [type, name] = id.split("\n") as [string, string];
  return resourceId(type, name);
}

function messageOf({ source, records }: Delivery): string {
  return `{"source":"${source}","records":[${records.map(published).join(",")}]}`;
}

/** Every record at least once, some twice, in some order, cut into messages of one source each, dealt to the workers. */
function shuffledDeliveries(records: readonly ModelRecord[], random: fc.Stream<number>, workers: number): Delivery[][] {
  const draws = random[Symbol.iterator]();
  const draw = (below: number): number => draws.next().value! % below;
  const twice = records.filter(() => draw(3) === 0);
  const shuffled = [...records, ...twice].map((record) => ({ record, rank: draw(1 << 20) }));
  const dealt: Delivery[][] = Array.from({ length: workers }, () => []);
  for (const { record } of shuffled.toSorted((a, b) => a.rank - b.rank)) {
    const worker = dealt[draw(workers)]!;
    const open = worker.at(-1);
    if (open && open.source === record.source && draw(4) > 0) open.records.push(record);
    else worker.push({ source: record.source, records: [record] });
  }
  return dealt;
}
