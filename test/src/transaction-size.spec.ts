import { ingestBatch } from "@binnacle/ingest";
import { createDataSource, PostgresCatalogStore } from "@binnacle/store";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";

const ON = "2026-11-01T00:00:00.000000Z";
const reading = (name: string, value: string): string =>
  `{"kind":"reading","resource":{"type":"Service","name":"${name}"},"type":"Size","value":${value}}`;
/** 30 KB that PostgreSQL prints as 5 MB. */
const SWELLING = `[${"1e999,".repeat(5_000)}1]`;

describe("a transaction of the sink", () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await createDataSource({ url: database.url, applicationName: "sink" }).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const ingest = (...records: string[]) =>
    ingestBatch(
      [{ text: `{"records":[${records.join(",")}]}`, sentOn: ON, receivedOn: ON }],
      new PostgresCatalogStore(dataSource),
    );

  it("holds a thousand small records", async () => {
    const records = Array.from({ length: 2_000 }, (_, index) => reading(`small ${index}`, `${index}`));
    expect(await ingest(...records)).toMatchObject({ records: 2_000, transactions: 2 });
  });

  it("is cut by what its values take when printed, not by what was sent", async () => {
    const swelling = ["a", "b", "c"].map((name) => reading(name, SWELLING));
    expect(await ingest(reading("before", "1"), ...swelling, reading("after", "1"))).toMatchObject({
      records: 5,
      transactions: 5,
    });
  });
});
