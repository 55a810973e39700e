import "reflect-metadata";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createLogger, Health, Metrics, readEnvironment } from "@binnacle/platform";
import { SqsConsumer } from "@binnacle/messaging";
import { createTestMessaging } from "@binnacle/testing";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { startCollector } from "./collector-app.js";
import type { CollectorContext } from "./collector-context.js";
import { CollectorEnvironment, DryRunEnvironment } from "./collector-environment.js";

const AWS = { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

let directory: string;
let configuration: string;
let target: Server;
let environmentBefore: NodeJS.ProcessEnv;

beforeEach(async () => {
  environmentBefore = { ...process.env };
  directory = await mkdtemp(join(tmpdir(), "binnacle-collector-"));
  configuration = join(directory, "binnacle.yaml");
  target = createServer((_, response) => response.end('{"pid":7,"startedOn":"2026-05-01T08:00:00Z"}'));
  await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/healthz`;
  const options = (instance: string) => ({ targets: [{ service: "orders", environment: "test", instance, url }] });
  await configure({
    sources: [
      { use: "health", name: "health/a", schedule: "every 1h", options: options("a") },
      { use: "health", name: "health/b", schedule: "every 1h", options: options("b") },
    ],
  });
});

afterEach(async () => {
  process.env = environmentBefore;
  target.closeAllConnections();
  await new Promise((resolve) => target.close(resolve));
  await rm(directory, { recursive: true });
});

describe("a dry run", () => {
  it("prints the records of every source as lines of JSON, says 0, and publishes nothing", async () => {
    const { exitCode, records } = await dryRun({ "dry-run": true });
    expect(exitCode).toBe(0);
    const instances = records.filter(({ kind, type }) => kind === "resource" && type === "ServiceInstance");
    expect(instances.map(({ name }) => name).toSorted()).toEqual(["orders/test/a", "orders/test/b"]);
    expect(records.some(({ type }) => type === "CollectorRun")).toBe(false);
  });

  it("runs only the sources that are asked for", async () => {
    const { records } = await dryRun({ "dry-run": true, source: ["health/b"] });
    const names = records.filter(({ type }) => type === "ServiceInstance").map(({ name }) => name);
    expect(names).toEqual(["orders/test/b"]);
  });

  it("refuses a source that is not configured, and names those that are", async () => {
    await expect(dryRun({ "dry-run": true, source: ["health/c"] })).rejects.toThrow(
      "--source health/c: there is none; there are health/a, health/b",
    );
  });
});

describe("the collector", () => {
  it("publishes what its sources find to the topic, with a reading about each run", async () => {
    const messaging = await createTestMessaging();
    Object.assign(process.env, AWS, { AWS_ENDPOINT_URL: messaging.endpoint });
    const context = contextFor(
      readEnvironment(CollectorEnvironment, {
        BINNACLE_CONFIG: configuration,
        BINNACLE_TOPIC_ARN: messaging.topicArn,
        BINNACLE_PAYLOAD_BUCKET: messaging.payloadBucket,
      }),
      { once: true },
    );
    const app = await startCollector(context);
    expect(await app.finished).toBe(0);
    await app.close();

    const records = await receive(messaging.queueUrl, 2 * (3 + 4 + 1));
    const runs = records.filter(({ type }) => type === "CollectorRun");
    expect(runs.map(({ source }) => source).toSorted()).toEqual(["health/a", "health/b"]);
    expect(runs[0]).toMatchObject({ value: { outcome: "ok", records: 7 } });
    expect(await context.metrics.text()).toMatch(
      /binnacle_collector_runs_total\{source="health\/a",outcome="ok",process="collector"\} 1/,
    );
  });

  it("runs at once and goes on until it is closed", async () => {
    const messaging = await createTestMessaging();
    Object.assign(process.env, AWS, { AWS_ENDPOINT_URL: messaging.endpoint });
    const environment = readEnvironment(CollectorEnvironment, {
      BINNACLE_CONFIG: configuration,
      BINNACLE_TOPIC_ARN: messaging.topicArn,
    });
    const app = await startCollector(contextFor(environment, {}));
    expect(app.finished).toBeUndefined();
    expect(await receive(messaging.queueUrl, 2 * (3 + 4 + 1))).toHaveLength(16);
    await app.close();
  });

  it("says 1 when a run failed", async () => {
    await configure({ sources: [{ use: "git", retries: 0, options: { directory: join(directory, "nowhere") } }] });
    const { exitCode, records } = await dryRun({ "dry-run": true });
    expect({ exitCode, records }).toEqual({ exitCode: 1, records: [] });
  });
});

describe("a source that receives", () => {
  it("listens until the collector is closed, and its events are published to the topic", async () => {
    const messaging = await createTestMessaging();
    Object.assign(process.env, AWS, { AWS_ENDPOINT_URL: messaging.endpoint });
    const port = await freePort();
    const options = { port, alertmanager: {} };
    await configure({ sources: [{ use: "incidents", options }] });
    const environment = readEnvironment(CollectorEnvironment, {
      BINNACLE_CONFIG: configuration,
      BINNACLE_TOPIC_ARN: messaging.topicArn,
    });
    const app = await startCollector(contextFor(environment, {}));
    const alert = {
      status: "firing",
      labels: { service: "orders" },
      startsAt: "2026-05-01T08:00:00Z",
      fingerprint: "f",
    };
    const response = await fetch(`http://127.0.0.1:${port}/alertmanager`, {
      method: "POST",
      body: JSON.stringify({ alerts: [alert] }),
    });
    expect(response.status).toBe(200);
    expect(await receive(messaging.queueUrl, 1)).toMatchObject([
      { source: "incidents", type: "ServiceEvent", collectedOn: "2026-05-01T08:00:00.000000Z" },
    ]);
    await app.close();
    await expect(fetch(`http://127.0.0.1:${port}/alertmanager`)).rejects.toThrow("fetch failed");
  });
});

describe("a configuration that cannot be used", () => {
  it("stops the start, with a line for every fault", async () => {
    const targets = [{ service: "orders", environment: "test", instance: "1", url: "nonsense" }];
    await configure({
      sources: [
        { use: "health", options: { targets, timeout: "soon", color: "red" } },
        { use: "helth", options: {} },
        { use: "health", name: "fine", options: { targets: [{ ...targets[0], url: "http://localhost/" }] } },
      ],
    });
    await expect(dryRun({ "dry-run": true })).rejects.toMatchObject({
      faults: [
        expect.stringMatching(/sources\[0\]\.options\.color is not a known key/),
        expect.stringMatching(/sources\[0\]\.options\.targets\[0\]\.url must be an http or https URL/),
        expect.stringMatching(/sources\[0\]\.options\.timeout must be a duration such as 500ms/),
        expect.stringMatching(
          /sources\[1\]\.use: there is no source "helth"; there are consul, dependencies, .*health/,
        ),
      ],
    });
  });

  it("is one with a bad schedule or name, or with one name twice", async () => {
    const options = { targets: [{ service: "s", environment: "e", instance: "1", url: "http://localhost/" }] };
    await configure({
      sources: [
        { use: "health", schedule: "daily", options },
        { use: "health", name: "not a name", options },
        { use: "health", name: "a", options },
        { use: "health", name: "a", options },
      ],
    });
    await expect(dryRun({ "dry-run": true })).rejects.toMatchObject({
      faults: [
        expect.stringMatching(/binnacle\.yaml: sources\[0\]\.schedule: "daily" is no schedule/),
        expect.stringMatching(/binnacle\.yaml: sources\[1\]\.name: "not a name" is not/),
        expect.stringMatching(/binnacle\.yaml: sources\[3\]\.name: there are two sources "a"/),
      ],
    });
  });

  it("is one that gives a receiving source a schedule, or lets it listen for nobody", async () => {
    await configure({
      sources: [
        { use: "incidents", schedule: "every 1h", options: { port: 0 } },
        { use: "incidents", name: "b", options: { port: 0 } },
      ],
    });
    await expect(dryRun({ "dry-run": true })).rejects.toMatchObject({
      faults: [
        expect.stringMatching(/sources\[0\]\.schedule: "incidents" receives what it is sent, and runs all the time/),
        expect.stringMatching(/sources\[1\]\.options: name alertmanager, pagerduty or opsgenie/),
      ],
    });
  });

  it.each([[{}], [{ sources: [] }], [{ sources: "health" }], [{ sources: [null] }], [[]]])("is %j", async (content) => {
    await configure(content);
    await expect(dryRun({ "dry-run": true })).rejects.toMatchObject({ code: "CONFIGURATION" });
  });

  it("is none at all", async () => {
    await expect(startCollector(contextFor(readEnvironment(DryRunEnvironment, {}), {}))).rejects.toThrow(
      /^BINNACLE_CONFIG must be the path of a YAML file/,
    );
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** JSON is YAML. */
async function configure(content: unknown): Promise<void> {
  await writeFile(configuration, JSON.stringify(content));
}

async function dryRun(flags: CollectorContext["flags"]) {
  const output = new PassThrough();
  const printed = text(output);
  const environment = readEnvironment(DryRunEnvironment, { BINNACLE_CONFIG: configuration });
  const app = await startCollector(contextFor(environment, flags), { records: output, logger: SILENT });
  const exitCode = await app.finished;
  await app.close();
  output.end();
  const lines = (await printed).split("\n").slice(0, -1);
  return { exitCode, records: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

function contextFor(environment: CollectorContext["environment"], flags: CollectorContext["flags"]): CollectorContext {
  const metrics = new Metrics("collector");
  const identity = { name: "collector", version: "0.0.0" };
  return {
    ...identity,
    environment,
    flags,
    metrics,
    logger: createLogger({ name: "collector", level: "silent" }),
    health: new Health(identity, metrics),
    signal: new AbortController().signal,
    announce: () => {},
  };
}

/** Takes messages from the queue until so many records have come. */
async function receive(queueUrl: string, count: number): Promise<Record<string, unknown>[]> {
  const records: Record<string, unknown>[] = [];
  const { promise: complete, resolve } = Promise.withResolvers<void>();
  const consumer = new SqsConsumer({
    queueUrl,
    waitTimeSeconds: 1,
    handle: async (messages) => {
      for (const { body } of messages) {
        const message = JSON.parse(body) as { source: string; records: Record<string, unknown>[] };
        records.push(...message.records.map((record) => ({ source: message.source, ...record })));
      }
      if (records.length >= count) resolve();
      return messages;
    },
  });
  consumer.start();
  await complete;
  await consumer.stop();
  return records;
}
