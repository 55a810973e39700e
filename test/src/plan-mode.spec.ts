import { randomUUID } from "node:crypto";
import { ingestBatch } from "@binnacle/ingest";
import { createDataSource, openDatabase, PostgresCatalogStore, readReceipt } from "@binnacle/store";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { DataSource } from "typeorm";
import { messageOf } from "./convergence/deliveries.js";
import { published, wideRecord } from "./convergence/generated-records.js";
import type { ModelRecord } from "./convergence/model-record.js";
import { startApp, type StartedApp } from "./started-app.js";

const RECEIVED_ON = "2026-11-20T00:00:00.000000Z";
const RUNS = Number(process.env["CONVERGENCE_RUNS"] ?? 80);
const TABLES = ["resource", "claim", "sweep", "snapshot", "reference", "series", "rejection", "change", "receipt"];
const SERVICE = { type: "Service", name: "orders" };

describe("plan mode", () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let provider: StartedApp;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await createDataSource({ url: database.url, applicationName: "plan", poolSize: 2 }).initialize();
    provider = await startApp("provider", {
      DATABASE_URL: database.url,
      BINNACLE_TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:none",
      // Nothing listens there: what would be published is an error.
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    });
  });

  afterAll(async () => {
    await provider?.stop();
    await dataSource.destroy();
    await database.drop();
  });

  async function plan(body: string, type = "application/json"): Promise<any[]> {
    const response = await fetch(`${provider.url}/api/v1/records?mode=plan`, {
      method: "POST",
      headers: { "content-type": type },
      body,
    });
    const answer = (await response.json()) as any;
    expect({ status: response.status, answer }).toMatchObject({ status: 200 });
    return answer.items;
  }

  /** Stores a message as a sink does, and tells what became of each record. */
  async function ingest(text: string): Promise<string[]> {
    const receipt = { id: randomUUID(), indexes: Array.from({ length: 100 }, (_, index) => index) };
    const message = { text, sentOn: RECEIVED_ON, receivedOn: RECEIVED_ON, receipt };
    await ingestBatch([message], new PostgresCatalogStore(dataSource));
    const outcomes = await readReceipt(openDatabase(dataSource), receipt.id);
    return [...outcomes.values()].toSorted((a, b) => a.index - b.index).map(({ outcome }) => outcome);
  }

  const reset = () => dataSource.query(`TRUNCATE ${TABLES.join(", ")}, type_tally, source_tally`);
  /** Everything, as text. */
  const contents = async (): Promise<string[]> => {
    const rows = await Promise.all(TABLES.map((table) => dataSource.query(`SELECT t::text AS row FROM ${table} t`)));
    return rows.flat().map(({ row }) => row);
  };
  const reading = (value: unknown, collectedOn: string) => ({
    kind: "reading",
    resource: SERVICE,
    type: "DeployedVersion",
    value,
    collectedOn,
  });
  const message = (...records: object[]) => JSON.stringify({ source: "team", records });

  it("foresees what becomes of each record, in every form of a body, and writes nothing", async () => {
    const several = fc.array(wideRecord, { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(several, fc.array(wideRecord, { minLength: 1, maxLength: 15 }), async (earlier, list) => {
        await reset();
        for (const record of earlier)
          await ingest(messageOf({ source: record.source, records: [record], sentOn: undefined }));
        const before = await contents();
        const lines = list.map((record) => published(record).replace("{", `{"source":"${record.source}",`));
        const items = await plan(lines.join("\n\n"), "application/x-ndjson");
        expect(items.map(({ index }) => index)).toEqual(list.map((_, index) => index * 2));
        expect(await contents()).toEqual(before);
        const became: string[] = [];
        for (const line of lines) became.push(...(await ingest(line)));
        expect({ list, items: items.map(({ outcome }) => outcome) }).toEqual({ list, items: became });
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  it("foresees it of a message that is stored as one batch", async () => {
    const ofOneSource = fc.array(
      wideRecord.map((record): ModelRecord => ({ ...record, source: "team-a/k8s" })),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    await fc.assert(
      fc.asyncProperty(ofOneSource, ofOneSource, async (earlier, records) => {
        await reset();
        await ingest(messageOf({ source: "team-a/k8s", records: earlier, sentOn: undefined }));
        const text = messageOf({ source: "team-a/k8s", records, sentOn: undefined });
        const items = await plan(text);
        expect(items.map(({ outcome }) => outcome)).toEqual(await ingest(text));
      }),
      { numRuns: RUNS / 2 },
    );
  }, 600_000);

  it("says what would change of a snapshot and of a Resource", async () => {
    await reset();
    const long = "x".repeat(300);
    await ingest(
      message(
        { kind: "resource", ...SERVICE, observedOn: "2026-01-01T00:00:00Z" },
        reading({ version: "1", build: 7, tags: ["a"], note: "short" }, "2026-01-01T00:00:00Z"),
      ),
    );
    const parent = { type: "Team", name: "payments" };
    const items = await plan(
      message(
        reading({ version: "2", build: 7.0, tags: ["a", "b"], note: long }, "2026-01-02T00:00:00Z"),
        reading({ version: "3" }, "2026-01-03T00:00:00Z"),
        { kind: "resource", ...SERVICE, parent, observedOn: "2026-01-02T00:00:00Z" },
        { kind: "mystery" },
        { kind: "removal", resource: SERVICE, removedOn: "2026-01-04T00:00:00Z" },
      ),
    );
    expect(items).toEqual([
      {
        index: 0,
        outcome: "changed",
        diff: {
          differences: [
            { path: "/note", change: "changed", before: "short" },
            { path: "/tags/1", change: "added", after: "b" },
            { path: "/version", change: "changed", before: "1", after: "2" },
          ],
        },
      },
      {
        index: 1,
        outcome: "changed",
        diff: {
          differences: [
            { path: "/note", change: "removed" },
            { path: "/tags", change: "removed" },
            { path: "/build", change: "removed", before: 7 },
            { path: "/version", change: "changed", before: "2", after: "3" },
          ],
        },
      },
      {
        index: 2,
        outcome: "changed",
        diff: { differences: [{ path: "/parentId", change: "changed", before: null, after: expect.any(String) }] },
      },
      { index: 3, outcome: "rejected", code: "UNKNOWN_KIND" },
      { index: 4, outcome: "changed", diff: { differences: [{ path: "", change: "removed" }] } },
    ]);
  });

  it("keeps diffs small, and does not compare what is large", async () => {
    await reset();
    const numbers = (offset: number) => Array.from({ length: 200 }, (_, index) => index + offset);
    const large = reading("x".repeat(300_000), "2026-01-01T00:00:00Z");
    await ingest(message(reading(numbers(0), "2026-01-01T00:00:00Z"), { ...large, type: "Large" }));
    const items = await plan(
      message(reading(numbers(1), "2026-01-02T00:00:00Z"), { ...reading("y", "2026-01-02T00:00:00Z"), type: "Large" }),
    );
    expect(items[0].diff).toMatchObject({ isPartial: true });
    expect(items[0].diff.differences).toHaveLength(100);
    expect(items[1].diff).toEqual({ differences: [{ path: "", change: "changed" }], isPartial: true });
  });
});
