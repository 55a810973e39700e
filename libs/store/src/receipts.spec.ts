import { ingestBatch, TransactionSlots, type OpenableMessage } from "@binnacle/ingest";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import type { DataSource } from "typeorm";
import { createDataSource } from "./data-source.js";
import { foldTally } from "./housekeeping/type-tally.js";
import { PostgresCatalogStore } from "./postgres-catalog-store.js";
import { openDatabase, type Database } from "./reads/database.js";
import { listSources } from "./reads/list-sources.js";
import { readReceipt, readReceiptKey } from "./reads/read-receipt.js";

const ON = "2026-06-01T00:00:00.000000Z";
const LATER = "2026-06-02T00:00:00.000000Z";

const service = (name: string): object => ({ kind: "resource", type: "Service", name });

describe("receipts and sources", () => {
  let testDatabase: TestDatabase;
  let sinks: DataSource[];
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    sinks = await Promise.all(
      [1, 2].map((sink) =>
        createDataSource({ url: testDatabase.url, applicationName: `sink ${sink}`, poolSize: 4 }).initialize(),
      ),
    );
    database = openDatabase(sinks[0]!);
  });

  afterAll(async () => {
    await Promise.all(sinks.map((sink) => sink.destroy()));
    await testDatabase.drop();
  });

  const message = (records: readonly object[], more: Partial<OpenableMessage> = {}): OpenableMessage => ({
    text: JSON.stringify({ source: "team", records }),
    sentOn: ON,
    receivedOn: ON,
    ...more,
  });
  const ingest = (messages: OpenableMessage[], sink = 0, transactions = 1) =>
    ingestBatch(messages, new PostgresCatalogStore(sinks[sink]!), {
      slots: new TransactionSlots(transactions),
    });
  const outcomes = async (id: string) =>
    [...(await readReceipt(database, id)).values()]
      .toSorted((a, b) => a.index - b.index)
      .map(({ index, outcome, code }) => [index, outcome, ...(code ? [code] : [])]);
  const rowCount = async (id: string) =>
    (await database.query({ text: "SELECT FROM receipt WHERE id = $1" }, [id])).length;

  it("are kept of what asks for one, by the indexes of the request, and of nothing else", async () => {
    const id = randomUUID();
    const records = [service("a"), service(""), service("a"), { kind: "mystery" }, service("b")];
    await ingest([message(records, { receipt: { id, indexes: [0, 2, 5, 6, 9] } }), message([service("c")])]);
    expect(await outcomes(id)).toEqual([
      [0, "created"],
      [2, "rejected", "INVALID_FIELD"],
      [5, "unchanged"],
      [6, "rejected", "UNKNOWN_KIND"],
      [9, "created"],
    ]);
    expect(await rowCount(id)).toBe(1);
  });

  it("say of all records of a message that it could not be read", async () => {
    const id = randomUUID();
    const fault = { code: "PAYLOAD_MISSING", detail: "gone" } as const;
    await ingest([{ ...message([]), text: "x", fault, receipt: { id, indexes: [3, 4] } }]);
    expect(await outcomes(id)).toEqual([
      [3, "rejected", "PAYLOAD_MISSING"],
      [4, "rejected", "PAYLOAD_MISSING"],
    ]);
  });

  it("stand as they were first, however often a message is delivered, and however it is cut then", async () => {
    const id = randomUUID();
    const records = Array.from({ length: 600 }, (_, index) => service(`often ${index}`));
    const asking = message(records, { receipt: { id, indexes: records.map((_, index) => index) } });
    await ingest([message(Array.from({ length: 700 }, (_, index) => service(`before ${index}`))), asking]);
    expect(await rowCount(id)).toBe(2);
    await ingest([asking]);
    await ingest([asking, asking], 1, 2);
    expect(await outcomes(id)).toEqual(records.map((_, index) => [index, "created"]));
  });

  it("tell the rest of a message whose first transaction was all that a crash left", async () => {
    const id = randomUUID();
    const records = [service("crash 0"), service("crash 1"), service("crash 2")];
    await ingest([message(records.slice(0, 1), { receipt: { id, indexes: [0] } })]);
    await ingest([message(records, { receipt: { id, indexes: [0, 1, 2] } })]);
    expect(await outcomes(id)).toEqual([
      [0, "created"],
      [1, "created"],
      [2, "created"],
    ]);
  });

  it("tell of each record what one of two sinks did first that got the message at once", async () => {
    for (let round = 0; round < 20; round++) {
      const id = randomUUID();
      const records = Array.from({ length: 5 }, (_, index) => service(`raced ${round} ${index}`));
      const asking = message(records, { receipt: { id, indexes: [0, 1, 2, 3, 4] } });
      await Promise.all([ingest([asking], 0), ingest([asking], 1)]);
      expect(await outcomes(id)).toEqual(records.map((_, index) => [index, "created"]));
    }
  });

  it("are signed with a key of the installation", async () => {
    const key = await readReceiptKey(database);
    expect(key).toHaveLength(32);
    expect(await readReceiptKey(openDatabase(sinks[1]!))).toEqual(key);
  });

  it("add up by source, with the last run of each, before and after folding", async () => {
    await database.query({ text: "TRUNCATE source_tally" });
    const run = { startedOn: ON, endedOn: ON, outcome: "ok", records: 2 };
    const told = `{"kind":"reading","resource":{"type":"Collector","name":"b/k8s"},"type":"CollectorRun","value":${JSON.stringify(run)}}`;
    await ingest([
      message([service("a"), service("")]),
      { ...message([]), text: `{"source":"b/k8s","records":[${told}]}`, receivedOn: LATER },
      { ...message([]), text: "{" },
    ]);
    await ingest([message([service("a")], { receivedOn: LATER })], 1);
    const expected = [
      { name: "anonymous", lastSeenOn: ON, records: 1, rejections: 1, lastRun: null },
      { name: "b/k8s", lastSeenOn: LATER, records: 1, rejections: 0, lastRun: run },
      { name: "team", lastSeenOn: LATER, records: 3, rejections: 1, lastRun: null },
    ];
    const list = async (after?: string, limit = 10) =>
      (await listSources(database, { after, limit })).map(({ lastRun, ...source }) => ({
        ...source,
        lastRun: lastRun && JSON.parse(lastRun),
      }));
    expect(await list()).toEqual(expected);
    const connection = sinks[0]!.createQueryRunner();
    await foldTally((await connection.connect()) as Parameters<typeof foldTally>[0]);
    await connection.release();
    expect(await list()).toEqual(expected);
    expect(await database.query({ text: "SELECT FROM source_tally" })).toHaveLength(3);
    expect(await list("anonymous", 1)).toEqual(expected.slice(1, 2));
  });
});
