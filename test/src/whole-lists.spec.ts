import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { BinnacleClient } from "@binnacle/client";
import { ingestBatch } from "@binnacle/ingest";
import { createDataSource, PostgresCatalogStore } from "@binnacle/store";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "./eventually.js";
import { startApp, type StartedApp } from "./started-app.js";

const MIB = 1024 * 1024;
const RESOURCES = 5_000;
const VALUE = "x".repeat(20_000);
const BATCH = 500;
const SLOW_READERS = 10;

describe("A list of 100 MB, from a real process", () => {
  let database: TestDatabase;
  let provider: StartedApp;
  let catalog: BinnacleClient;

  beforeAll(async () => {
    database = await createTestDatabase();
    const dataSource = await createDataSource({ url: database.url, applicationName: "test" }).initialize();
    const store = new PostgresCatalogStore(dataSource);
    const on = "2026-06-01T00:00:00.000000Z";
    for (let start = 0; start < RESOURCES; start += BATCH) {
      const records = Array.from({ length: BATCH }, (_, index) => ({
        kind: "reading",
        resource: { type: "Large", name: String(start + index) },
        type: "Text",
        value: VALUE,
      }));
      await ingestBatch([{ text: JSON.stringify({ records }), sentOn: on, receivedOn: on }], store);
    }
    await dataSource.destroy();
    provider = await startApp("provider", {
      DATABASE_URL: database.url,
      AWS_REGION: "us-east-1",
      BINNACLE_TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:none",
    });
    catalog = new BinnacleClient({ baseUrl: provider.url });
  }, 120_000);

  afterAll(async () => {
    await provider.stop();
    await database.drop();
  });

  const readings = { params: { query: { readings: "*" } } };
  const measured = async (name: string): Promise<number> => {
    const metrics = await (await fetch(`${provider.url}/metrics`)).text();
    return Number(new RegExp(`^${name}\\{.*\\} (\\S+)$`, "m").exec(metrics)![1]);
  };
  const memory = () => measured("process_resident_memory_bytes");
  const streams = () => measured("binnacle_provider_line_streams");

  /** A client that takes the head of the answer and a little of its body, and then nothing. */
  async function readSlowly(): Promise<IncomingMessage> {
    const headers = { accept: "application/x-ndjson" };
    const [response] = await once(get(`${provider.url}/api/v1/resources?readings=*`, { headers }), "response");
    await once(response as IncomingMessage, "readable");
    return response as IncomingMessage;
  }

  it("comes whole and in order, in the memory of a few pages, however slowly others read", async () => {
    // What a page and the code that makes one need is there before the measurement begins.
    for await (const _ of catalog.lines("/resources", { params: { query: { readings: "*", limit: 1000 } } }));
    const before = await memory();
    let most = before;

    const slow = await Promise.all(Array.from({ length: SLOW_READERS }, readSlowly));
    expect(await streams()).toBe(SLOW_READERS);
    const names: string[] = [];
    for await (const { name, readings: embedded } of catalog.lines("/resources", readings)) {
      expect(embedded!["Text"]!.value).toHaveLength(VALUE.length);
      if (names.push(name) % BATCH === 0) most = Math.max(most, await memory());
    }
    expect(names).toEqual(names.toSorted());
    expect(new Set(names).size).toBe(RESOURCES);

    // Eleven lists of 100 MB: held in memory they would be 1,100 MB.
    expect((most - before) / MIB).toBeLessThan(250);
    for (const response of slow) response.destroy();
    await eventually(async () => expect(await streams()).toBe(0));
  }, 120_000);

  it("is cut off, not ended, when the process is told to stop", async () => {
    const response = await readSlowly();
    const stopped = provider.stop();
    await wait(100);
    await expect(response.toArray()).rejects.toThrow("aborted");
    expect(await stopped).toBe(0);
  });
});
