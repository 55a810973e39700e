import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BinnacleClient } from "@binnacle/client";
import { resourceId } from "@binnacle/contract";
import { createSnsClient, createSqsClient, SnsPublisher, SqsConsumer } from "@binnacle/messaging";
import { createTestDatabase, createTestMessaging, type TestDatabase, type TestMessaging } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { EmulatorProxy } from "./chaos/emulator-proxy.js";
import { eventually } from "./eventually.js";
import { startApp, type StartedApp } from "./started-app.js";

const AWS = { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

describe("the whole path, in real processes", () => {
  let database: TestDatabase;
  let messaging: TestMessaging;
  let folder: string;
  let environment: Record<string, string>;
  /** Through it a sink's messages come again soon after its death, not after 30 s. */
  let proxy: EmulatorProxy;
  let sink: StartedApp;
  let provider: StartedApp;
  let publisher: SnsPublisher;
  let catalog: BinnacleClient;

  beforeAll(async () => {
    [database, messaging] = await Promise.all([createTestDatabase(), createTestMessaging()]);
    folder = await mkdtemp(join(tmpdir(), "binnacle-pipeline-"));
    const configuration = join(folder, "binnacle.yaml");
    await writeFile(configuration, "readingTypes:\n  Remembered: {keepHistory: true}\n");
    environment = {
      ...AWS,
      BINNACLE_CONFIG: configuration,
      AWS_ENDPOINT_URL: messaging.endpoint,
      DATABASE_URL: database.url,
      BINNACLE_TOPIC_ARN: messaging.topicArn,
      BINNACLE_QUEUE_URL: messaging.queueUrl,
      BINNACLE_PAYLOAD_BUCKET: messaging.payloadBucket,
    };
    proxy = await EmulatorProxy.start(messaging.endpoint);
    proxy.visibilitySeconds = 5;
    [sink, provider] = await Promise.all([startApp("sink", environment), startApp("provider", environment)]);
    publisher = new SnsPublisher({ topicArn: messaging.topicArn, client: snsClient() });
    catalog = new BinnacleClient({ baseUrl: provider.url });
  });

  afterAll(async () => {
    await publisher.close();
    await Promise.all([sink.stop(), provider.stop()]);
    await proxy.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const aws = () => ({
    endpoint: messaging.endpoint,
    region: AWS.AWS_REGION,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const snsClient = () => createSnsClient(aws());
  const byName = (type: string, name: string) => ({ params: { query: { type, name, readings: "*" } } });
  const countOf = async (type: string) =>
    (await catalog.get("/resources", { params: { query: { type: [type], count: true, limit: 1 } } })).total;

  it("keeps the history of snapshots whose type the configuration names", async () => {
    const session = publisher.open("orders-team/k8s");
    const at = { type: "Service", name: "remembered" };
    for (const [value, collectedOn] of [
      [1, "2026-11-01T00:00:01Z"],
      [2, "2026-11-01T00:00:02Z"],
    ] as const) {
      await session.publish({ kind: "reading", resource: at, type: "Remembered", value, collectedOn });
      await session.publish({ kind: "reading", resource: at, type: "Forgotten", value, collectedOn });
    }
    expect((await session.flush()).failed).toEqual([]);
    const id = resourceId(at.type, at.name);
    await eventually(async () => {
      const answer = await catalog.get("/resources/{id}/readings", { params: { path: { id } } });
      expect(answer).toMatchObject({
        items: [
          { type: "Forgotten", value: 2 },
          { type: "Remembered", value: 2 },
        ],
      });
      expect(answer.seriesTypes).toEqual(["Remembered"]);
    });
  });

  it("shows what a collector published, with its parent and its reading", async () => {
    const session = publisher.open("orders-team/k8s");
    await session.publish({
      kind: "reading",
      resource: { type: "ServiceInstance", name: "orders/production/1" },
      type: "HealthCheck",
      value: { status: "up" },
    });
    await session.publish({
      kind: "resource",
      type: "ServiceInstance",
      name: "orders/production/1",
      parent: { type: "ServiceDeployment", name: "orders/production" },
    });
    expect((await session.flush()).failed).toEqual([]);
    const instance = await eventually(async () => {
      const found = await catalog.get("/resources/by-name", byName("ServiceInstance", "orders/production/1"));
      expect(found).toMatchObject({
        declared: true,
        readings: { HealthCheck: { value: { status: "up" }, source: "orders-team/k8s" } },
      });
      return found;
    });
    const parent = await catalog.get("/resources/{id}", { params: { path: { id: instance.parentId! } } });
    expect(parent).toMatchObject({
      type: "ServiceDeployment",
      name: "orders/production",
      declared: false,
    });
  });

  it("takes records over HTTP as they are, and gives values back digit for digit", async () => {
    const value = '{"big":12345678901234567890,"long":0.1000000000000000055511151231257827,"zero":1.50}';
    const name = 'caf\u00E9 100% "/\\';
    const response = await fetch(`${provider.url}/api/v1/records`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `{"source":"curl","records":[{"kind":"reading","resource":{"type":"Service","name":${JSON.stringify(name)}},"type":"Figures","value":${value}}]}`,
    });
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ accepted: 1, rejected: [], warnings: [] });
    await eventually(async () => {
      const { data } = await catalog.api.GET("/resources/by-name", { ...byName("Service", name), parseAs: "text" });
      expect(data!.replaceAll(" ", "")).toContain(value.replace('{"big"', '"value":{"big"').slice(0, -1));
    });
  });

  it("keeps what is invalid among the rejections, and stores its neighbours", async () => {
    const session = publisher.open("team/sloppy");
    await session.publish({ kind: "resource", type: "Service", name: "before" });
    await session.publish({ kind: "resource", type: "Service", name: "" });
    await session.publish({ kind: "resource", type: "Service", name: "after" });
    await session.flush();
    await eventually(async () => {
      for (const name of ["before", "after"]) await catalog.get("/resources/by-name", byName("Service", name));
    });
    const { items } = await catalog.get("/rejections");
    expect(items).toContainEqual(
      expect.objectContaining({ code: "INVALID_FIELD", path: "/name", source: "team/sloppy", count: 1 }),
    );
  });

  it("finishes its batch when it is told to stop, and another sink goes on with the rest", async () => {
    const names = Array.from({ length: 3_000 }, (_, index) => `stop-${index}`);
    const session = publisher.open("team/stop");
    for (const name of names) await session.publish({ kind: "resource", type: "StopTest", name });
    const flushed = session.flush();
    expect(await sink.stop("SIGTERM")).toBe(0);
    await flushed;
    sink = await startApp("sink", environment);
    await eventually(async () => {
      expect(await countOf("StopTest")).toBe(names.length);
    });
  });

  it("loses nothing when a sink is killed in the middle of its work", async () => {
    // So many that a sink is at work on them when the first are seen.
    const names = Array.from({ length: 10_000 }, (_, index) => `kill-${index}`);
    const session = publisher.open("team/kill");
    for (const name of names) await session.publish({ kind: "resource", type: "KillTest", name });
    await sink.stop();
    const doomed = await startApp("sink", { ...environment, AWS_ENDPOINT_URL: proxy.endpoint });
    const killed = eventually(async () => {
      expect(await countOf("KillTest")).toBeGreaterThan(0);
      await doomed.stop("SIGKILL");
    });
    await Promise.all([session.flush(), killed]);
    sink = await startApp("sink", environment);
    await eventually(async () => {
      expect(await countOf("KillTest")).toBe(names.length);
    });
  });

  it("leaves nothing in the queue and nothing in the dead-letter queue", async () => {
    const depthOf = async (queueUrl: string) => {
      const client = createSqsClient(aws());
      const consumer = new SqsConsumer({ queueUrl, client, handle: async () => [] });
      try {
        return await consumer.queueDepth();
      } finally {
        client.destroy();
      }
    };
    await eventually(async () => {
      expect(await depthOf(messaging.queueUrl)).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    });
    expect(await depthOf(messaging.deadLetterQueueUrl)).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it("tells health and metrics of both processes", async () => {
    for (const { url } of [sink, provider]) {
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    }
    const session = publisher.open("team/metrics");
    await session.publish({ kind: "resource", type: "MetricsTest", name: "counted" });
    await session.flush();
    await eventually(async () => {
      const metrics = await (await fetch(`${sink.url}/metrics`)).text();
      expect(metrics).toMatch(
        /binnacle_sink_records_total\{source="team\/metrics",kind="resource",outcome="created",process="sink"\} 1\n/,
      );
    });
  });
});
