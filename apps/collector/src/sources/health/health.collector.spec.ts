import { afterEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { HealthCollector } from "./health.collector.js";
import { HealthOptions, type HealthTarget } from "./health.options.js";

const servers: Server[] = [];
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

afterEach(async () => {
  await Promise.all(servers.splice(0).map(closeServer));
});

describe(HealthCollector.name, () => {
  it("tells which of several real processes are up, and publishes their common service once", async () => {
    const up = await listen((_, response) =>
      response.end(JSON.stringify({ pid: 1, startedOn: "2026-05-01T08:00:00Z" })),
    );
    const failing = await listen((_, response) => response.writeHead(500).end("boom"));
    const gone = await listen(() => {});
    await closeServer(servers.pop()!);

    const { report, records } = await collect([target("a", up), target("b", failing), target("c", gone)]);
    expect(report).toMatchObject({ outcome: "ok", failureCount: 0 });
    expect(checksByInstance(records)).toMatchObject({
      "orders/test/a": { status: "up", httpStatus: 200 },
      "orders/test/b": { status: "down", httpStatus: 500 },
      "orders/test/c": { status: "down", message: "ECONNREFUSED" },
    });
    expect(
      records
        .filter((record) => record.kind === "resource")
        .map(({ type }) => type)
        .toSorted(),
    ).toEqual(["Service", "ServiceDeployment", "ServiceInstance", "ServiceInstance", "ServiceInstance"]);
  });

  it("publishes snapshot and sample of one look with the same value and time", async () => {
    const url = await listen((_, response) => response.end("OK"));
    const { records } = await collect([target("a", url)]);
    const [check, sample] = ["HealthCheck", "HealthCheckSample"].map((type) =>
      records.find((record) => record.kind === "reading" && record.type === type),
    );
    expect(sample).toEqual({ ...check, type: "HealthCheckSample", storageMode: "TIME_SERIES" });
    expect(check).toMatchObject({ storageMode: "SNAPSHOT" });
  });

  it("is told the start by the metrics, and asks for them only where it must", async () => {
    const asked: string[] = [];
    const url = await listen((request, response) => {
      asked.push(request.url ?? "");
      const isMetrics = request.url === "/metrics";
      const knows = request.url === "/knows";
      response.end(
        isMetrics ? "process_start_time_seconds 1777622400.5\n" : knows ? '{"startedOn":"2026-05-01T08:00:00Z"}' : "OK",
      );
    });
    const metricsUrl = `${url}/metrics`;
    const { records } = await collect([
      { ...target("a", `${url}/health`), metricsUrl },
      { ...target("b", `${url}/knows`), metricsUrl },
    ]);
    expect(startsByInstance(records)).toEqual({
      "orders/test/a": "2026-05-01T08:00:00.500000Z",
      "orders/test/b": "2026-05-01T08:00:00.000000Z",
    });
    expect(asked.toSorted()).toEqual(["/health", "/knows", "/metrics"]);
  });

  it("gives up on a target that does not answer, and does not let it hold up the others", async () => {
    const mute = await listen(() => {});
    const url = await listen((_, response) => response.end("OK"));
    const { records } = await collect([target("mute", mute), target("a", url)], { timeout: "1s", concurrency: 1 });
    expect(checksByInstance(records)).toMatchObject({
      "orders/test/mute": { status: "down", message: "no answer within 1000 ms" },
      "orders/test/a": { status: "up" },
    });
  });

  it("takes a target that begins to answer and never ends for one that does not answer", async () => {
    const url = await listen((_, response) => void response.writeHead(200).write("{"));
    const { records } = await collect([target("a", url)], { timeout: "50ms" });
    expect(checksByInstance(records)).toMatchObject({
      "orders/test/a": { status: "down", message: "no answer within 50 ms" },
    });
  });

  it("does not follow a redirect to somebody else's good health", async () => {
    const login = await listen((_, response) => response.end("please log in"));
    const url = await listen((_, response) => response.writeHead(302, { location: login }).end());
    const { records } = await collect([target("a", url)]);
    expect(checksByInstance(records)).toMatchObject({ "orders/test/a": { status: "down", httpStatus: 302 } });
  });

  it("probes no more targets at a time than it is told", async () => {
    let going = 0;
    let most = 0;
    const url = await listen((_, response) => {
      most = Math.max(most, ++going);
      setTimeout(() => {
        going--;
        response.end("OK");
      }, 5);
    });
    const targets = Array.from({ length: 10 }, (_, index) => target(`i${index}`, url));
    const { records } = await collect(targets, { concurrency: 3 });
    expect(Object.keys(checksByInstance(records))).toHaveLength(10);
    expect(most).toBe(3);
  });
});

function target(instance: string, url: string): HealthTarget {
  return { service: "orders", environment: "test", instance, url };
}

async function collect(targets: HealthTarget[], options: Partial<HealthOptions> = {}) {
  const publisher = new InMemoryPublisher();
  const collector = new HealthCollector(Object.assign(new HealthOptions(), { targets, ...options }));
  const report = await runCollector(collector, { publisher, logger: quiet });
  return { report, records: publisher.records };
}

function checksByInstance(records: CatalogRecord[]): Record<string, unknown> {
  return Object.fromEntries(readings(records, "HealthCheck").map(({ resource, value }) => [resource.name, value]));
}

function startsByInstance(records: CatalogRecord[]): Record<string, unknown> {
  return Object.fromEntries(
    readings(records, "ServiceEvent").map(({ resource, collectedOn }) => [resource.name, collectedOn]),
  );
}

function readings(records: CatalogRecord[], type: string) {
  return records.flatMap((record) => (record.kind === "reading" && record.type === type ? [record] : []));
}

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
