import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createLogger } from "../logging/logger.js";
import { Metrics } from "../metrics/metrics.js";
import { HealthServer } from "./health-server.js";
import { Health } from "./health.js";

let health: Health;
let metrics: Metrics;
let server: HealthServer;
let origin: string;

beforeEach(async () => {
  metrics = new Metrics("sample");
  health = new Health({ name: "sample", version: "1.2.3" }, metrics);
  server = new HealthServer(health, createLogger({ name: "sample", level: "silent" }));
  origin = await server.listen("127.0.0.1", 0);
});
afterEach(() => server.close());

async function readiness(): Promise<[number, unknown]> {
  const response = await fetch(`${origin}/readyz`);
  return [response.status, await response.json()];
}

describe("HealthServer", () => {
  it("answers /healthz with who it is and when the process was started, the same each time", async () => {
    const first = await fetch(`${origin}/healthz?verbose`);
    const body = (await first.json()) as { startedOn: string };
    expect([first.status, first.headers.get("content-type"), body]).toEqual([
      200,
      "application/json; charset=utf-8",
      {
        status: "ok",
        name: "sample",
        version: "1.2.3",
        pid: process.pid,
        startedOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      },
    ]);
    expect(Date.parse(body.startedOn)).toBe(Math.trunc(performance.timeOrigin));
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual(body);
  });

  it("is ready once started while every check passes, and not once stopping", async () => {
    health.addReadinessCheck("database", async () => undefined);
    const checks = { database: { status: "ok" } };
    expect(await readiness()).toEqual([503, { status: "unavailable", reason: "the process is starting", checks }]);
    health.started();
    expect(await readiness()).toEqual([200, { status: "ready", checks }]);
    health.stopping();
    expect(await readiness()).toEqual([503, { status: "unavailable", reason: "the process is stopping", checks }]);
  });

  it("gives the reason of each failed check, without credentials, and of one that does not answer in time", async () => {
    health.started();
    health.addReadinessCheck("database", () => Promise.reject(new Error("connect postgres://b:hunter2@db refused")));
    health.addReadinessCheck("queue", (signal) => delay(60_000, undefined, { signal }), 20);
    health.addReadinessCheck("deaf", () => new Promise(() => undefined), 20);
    health.addReadinessCheck("synchronous", () => {
      throw new Error("broken");
    });
    expect(await readiness()).toEqual([
      503,
      {
        status: "unavailable",
        checks: {
          database: { status: "failed", reason: "connect postgres://b:***@db refused" },
          queue: { status: "failed", reason: "no answer within 20 ms" },
          deaf: { status: "failed", reason: "no answer within 20 ms" },
          synchronous: { status: "failed", reason: "broken" },
        },
      },
    ]);
  });

  it("runs a slow check once for all who ask meanwhile, and anew for who asks later", async () => {
    let runs = 0;
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    health.addReadinessCheck("database", () => {
      runs += 1;
      return gate;
    });
    const both = Promise.all([health.readiness(), health.readiness()]);
    open();
    await both;
    expect(runs).toBe(1);
    await health.readiness();
    expect(runs).toBe(2);
  });

  it("exposes Node.js's metrics and those of the app", async () => {
    metrics.counter({ name: "binnacle_records_total", help: "Records.", labels: ["kind"] }).inc({ kind: "reading" }, 3);
    metrics.histogram({ name: "binnacle_batch_seconds", help: "Batches.", buckets: [1] }).observe(0.5);
    metrics.gauge({ name: "binnacle_queue", help: "Depth.", collect: (gauge) => gauge.set(7) });
    const response = await fetch(`${origin}/metrics`);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    expect(text).toContain('binnacle_records_total{kind="reading",process="sample"} 3');
    expect(text).toContain('binnacle_batch_seconds_bucket{le="1",process="sample"} 1');
    expect(text).toContain('binnacle_queue{process="sample"} 7');
    expect(text).toMatch(/^process_start_time_seconds\{process="sample"\} \d+/m);
    expect(text).toMatch(/^process_resident_memory_bytes/m);
  });

  it("answers 404 elsewhere, 405 to writes and HEAD without a body", async () => {
    const missing = await fetch(`${origin}/api/v1/resources`);
    expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
    const write = await fetch(`${origin}/healthz`, { method: "POST", body: "x" });
    expect([write.status, write.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    const head = await fetch(`${origin}/healthz`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it("closes although a client keeps its connection open", async () => {
    await fetch(`${origin}/healthz`);
    await server.close();
    await expect(fetch(`${origin}/healthz`)).rejects.toThrow("fetch failed");
  });
});
