import { ingestBatch, type CatalogStore } from "@binnacle/ingest";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { createDataSource } from "./data-source.js";
import { PostgresCatalogStore } from "./postgres-catalog-store.js";

const on = (second: number): string => `2026-11-01T00:00:0${second}.000000Z`;
const address = (name: string) => ({ type: "Service", name });
const service = (name: string, second: number, parent?: string | null): object => ({
  kind: "resource",
  ...address(name),
  observedOn: on(second),
  ...(parent !== undefined && { parent: parent === null ? null : address(parent) }),
});
const reading = (name: string, second: number, type: string): object => ({
  kind: "reading",
  resource: address(name),
  type,
  value: second,
  collectedOn: on(second),
});
const removal = (name: string, second: number): object => ({
  kind: "removal",
  resource: address(name),
  removedOn: on(second),
});

describe("what several sinks tell of a removed Resource that they meet at", () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let store: PostgresCatalogStore;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await createDataSource({ url: database.url, applicationName: "store" }).initialize();
    store = new PostgresCatalogStore(dataSource);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  beforeEach(() => dataSource.query("TRUNCATE resource, claim, snapshot, reference, change, type_tally"));

  async function ingest(records: readonly object[], into: CatalogStore = store): Promise<void> {
    const text = JSON.stringify({ source: "team/store", records });
    await ingestBatch([{ text, sentOn: on(9), receivedOn: on(9) }], into);
  }

  /** The store, to whose first attempt another sink comes with all of its own between reading and writing. */
  function interruptedBy(records: readonly object[]): CatalogStore {
    let interruption: Promise<void> | undefined;
    return {
      transaction: (work) =>
        store.transaction((transaction) =>
          work({
            read: async (keys) => {
              const state = await transaction.read(keys);
              await (interruption ??= ingest(records));
              return state;
            },
            write: (plan) => transaction.write(plan),
            publish: (changes, tallies, sources) => transaction.publish(changes, tallies, sources),
            acknowledge: (receipts) => transaction.acknowledge(receipts),
            reject: (rejections, settled) => transaction.reject(rejections, settled),
          }),
        ),
    };
  }

  it.each([
    {
      what: "both bring it back, by a snapshot each",
      before: [service("x", 1), removal("x", 2)],
      one: [reading("x", 3, "A")],
      other: [reading("x", 4, "B")],
      told: ["changed", "created"],
    },
    {
      what: "both bring it back, by a child each",
      before: [service("x", 1), removal("x", 2)],
      one: [service("a", 3, "x")],
      other: [service("b", 3, "x")],
      told: ["created"],
    },
    {
      what: "both take it along, with its last two children",
      before: [service("x", 1), service("a", 3, "x"), service("b", 3, "x"), removal("x", 2)],
      one: [service("a", 4, null)],
      other: [removal("b", 4)],
      told: ["removed"],
    },
  ])("is true: $what", async ({ before, one, other, told }) => {
    const orders = [
      [one, other],
      [other, one],
    ] as const;
    for (const [late, early] of orders) {
      await dataSource.query("TRUNCATE resource, claim, snapshot, reference, change, type_tally");
      await ingest(before);
      await dataSource.query("TRUNCATE change");
      await ingest(late, interruptedBy(early));
      const rows: { kind: string }[] = await dataSource.query(`
        SELECT c ->> 2 AS kind
        FROM change, json_array_elements(changes) AS c JOIN resource r ON r.id = (c ->> 0)::uuid AND r.name = 'x'
        ORDER BY 1`);
      expect(rows.map(({ kind }) => kind)).toEqual(told);
    }
  });
});
