import { describe, expect, it } from "@jest/globals";
import type { CatalogRecord } from "@binnacle/contract";
import { readFileSync } from "node:fs";
import type { Answer } from "./answer.js";
import { mapHealthCheck, mapObservation, roundUpLatency, type Observation } from "./health.mapping.js";

const target = { service: "sink", environment: "local", instance: "1", url: "http://127.0.0.1:4001/healthz" };
const healthz = answer("sink-healthz.json");

describe("what is published of a target", () => {
  it("is its place in the catalog, its health twice, what it says of itself, and its start", () => {
    expect(map(healthz)).toEqual(JSON.parse(fixture("sink-up.records.json")));
  });

  it("has the same start event however often and whenever it is looked at", () => {
    const [first, later] = ["2026-05-01T09:00:00.000000Z", "2026-05-03T09:00:30.000000Z"].map((observedOn) =>
      startEvent(map({ ...healthz, latencyMs: 77 }, { observedOn })),
    );
    expect(first).toBeDefined();
    expect(later).toEqual(first);
  });

  it("takes the start from the metrics where the health answer does not tell it", () => {
    const health = answer("spring-actuator-health.json");
    const startedOn = (metrics: string) => startEvent(map(health, { metrics: answer(metrics) }))?.collectedOn;
    expect(startedOn("jvm.metrics.txt")).toBe("2026-05-01T08:00:00.123000Z");
    expect(startedOn("node.metrics.txt")).toBe("2026-05-01T08:00:00.000000Z");
  });

  it("has no start event where nothing tells the start", () => {
    expect(types(map(answer("spring-actuator-health.json")))).toEqual([
      "HealthCheck",
      "HealthCheckSample",
      "InstanceInfo",
    ]);
  });

  it("is no more than that it exists and is down, while it does not answer", () => {
    const records = map({ failure: "ECONNREFUSED" });
    expect(types(records)).toEqual(["HealthCheck", "HealthCheckSample"]);
    expect(records.filter(({ kind }) => kind === "resource")).toHaveLength(3);
  });

  it.each(["", "OK", "[]", "null", '{"pid":"7","version":{},"startedOn":"yesterday"}'])(
    "takes nothing from an answer like %j",
    (body) => {
      const records = map({ ...healthz, body });
      expect(types(records)).toEqual(["HealthCheck", "HealthCheckSample", "InstanceInfo"]);
      expect(records.at(-1)).toHaveProperty("value", { url: target.url });
    },
  );
});

describe("health", () => {
  it("is down without an answer, or with one that is no success", () => {
    expect(check({ failure: "ECONNREFUSED" })).toEqual({ status: "down", url: target.url, message: "ECONNREFUSED" });
    expect(check({ ...healthz, httpStatus: 503 })).toMatchObject({
      status: "down",
      httpStatus: 503,
      message: "HTTP 503",
    });
    expect(check({ ...healthz, httpStatus: 302 })).toMatchObject({ status: "down", httpStatus: 302 });
  });

  it("is degraded when the answer is slow", () => {
    expect(check({ ...healthz, latencyMs: 1_000 })).toMatchObject({ status: "up", latencyMs: 1_000 });
    expect(check({ ...healthz, latencyMs: 1_001 })).toMatchObject({
      status: "degraded",
      latencyMs: 2_500,
      message: "slower than 1000 ms",
    });
  });

  it("is degraded when the process is alive but not ready, and tells which part is to blame", () => {
    const readiness = { ...answer("sink-readyz-unavailable.json"), httpStatus: 503 };
    expect(check(healthz, { readiness })).toEqual({
      status: "degraded",
      url: target.url,
      httpStatus: 200,
      latencyMs: 10,
      message: "not ready: HTTP 503",
      checks: {
        database: { status: "failed", reason: "connect ECONNREFUSED 127.0.0.1:5432" },
        queue: { status: "ok" },
      },
    });
    expect(check(healthz, { readiness: { failure: "ECONNRESET" } })).toMatchObject({
      message: "not ready: ECONNRESET",
    });
  });

  it("does not show the query of the URL, which may hold a secret", () => {
    expect(check(healthz, { target: { ...target, url: "http://host/health?token=s3cret" } }).url).toBe(
      "http://host/health",
    );
  });

  it("has a latency that stays the same while the service answers about as fast as before", () => {
    expect([0, 3.2, 10, 10.01, 60_001].map(roundUpLatency)).toEqual([10, 10, 10, 25, 60_000]);
  });
});

function check(health: Answer, more: Partial<Observation> = {}) {
  return mapHealthCheck({ target, observedOn: "2026-05-01T09:00:00.000000Z", health, ...more }, 1_000);
}

function map(health: Answer, more: Partial<Observation> = {}): CatalogRecord[] {
  return mapObservation({ target, observedOn: "2026-05-01T09:00:00.000000Z", health, ...more }, 1_000);
}

function startEvent(records: CatalogRecord[]) {
  return records.flatMap((record) => (record.kind === "reading" && record.type === "ServiceEvent" ? [record] : []))[0];
}

function types(records: CatalogRecord[]): string[] {
  return records.flatMap((record) => (record.kind === "reading" ? [record.type] : []));
}

function answer(name: string) {
  return { httpStatus: 200, latencyMs: 3.2, body: fixture(name) };
}

function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");
}
