import { beforeEach, describe, expect, it } from "@jest/globals";
import { nowTimestamp, rdsInstance, type CatalogRecord } from "@binnacle/contract";
import { ConfigurationError } from "@binnacle/errors";
import { setTimeout as wait } from "node:timers/promises";
import { defineCollector, type CollectContext, type Collector } from "./collector.js";
import { performRun, type RunOrder } from "./perform-run.js";
import type { Publisher } from "./publisher.js";
import { InMemoryPublisher } from "./publishers/in-memory-publisher.js";
import { reading, removal, resource } from "./record-builders.js";
import { isWorthRetrying, RunStoppedError } from "./run-ending.js";

const service = resource("Service", "orders");
let process: AbortController;

beforeEach(() => {
  process = new AbortController();
});

describe("a run", () => {
  it("publishes what the collector yields, stamped, and counts it by kind and type", async () => {
    const publisher = new InMemoryPublisher();
    const report = await run(publisher, async function* () {
      yield service;
      yield reading(service, "ServiceDescription", { text: "takes orders" });
      yield reading(
        service,
        "ServiceDescription",
        { text: "takes orders" },
        { collectedOn: "2026-01-02T03:04:05+01:00" },
      );
      yield removal(rdsInstance("1", "eu-west-1", "old"));
      yield { kind: "sweep", resourceType: "Service", startedOn: "2026-01-01T00:00:00Z" };
    });
    expect(report).toMatchObject({
      source: "test/source",
      outcome: "ok",
      collected: 5,
      published: 5,
      failureCount: 0,
      counts: {
        resource: { Service: 1 },
        reading: { ServiceDescription: 2 },
        removal: { RdsInstance: 1 },
        sweep: { Service: 1 },
      },
    });
    expect(publisher.records).toMatchObject([
      { kind: "resource", observedOn: "2026-05-01T00:00:00.000000Z" },
      { kind: "reading", collectedOn: "2026-05-01T00:00:00.000000Z" },
      { kind: "reading", collectedOn: "2026-01-02T02:04:05.000000Z" },
      { kind: "removal", removedOn: "2026-05-01T00:00:00.000000Z" },
      { kind: "sweep", startedOn: "2026-01-01T00:00:00.000000Z" },
    ]);
  });

  it("tells the catalog about itself after the records, under the same source", async () => {
    const publisher = new InMemoryPublisher();
    await run(publisher, async function* () {
      yield service;
    });
    expect(publisher.published.at(-1)).toEqual({
      source: "test/source",
      record: {
        kind: "reading",
        resource: { type: "Collector", name: "test/source" },
        type: "CollectorRun",
        value: {
          startedOn: "2026-05-01T00:00:00.000000Z",
          endedOn: "2026-05-01T00:00:00.000000Z",
          outcome: "ok",
          records: 1,
        },
        collectedOn: "2026-05-01T00:00:00.000000Z",
      },
    });
  });

  it("is empty when nothing was found and nothing went wrong", async () => {
    const publisher = new InMemoryPublisher();
    expect(await run(publisher, async function* () {})).toMatchObject({ outcome: "empty", published: 0 });
    expect(publisher.runs).toMatchObject([{ outcome: "empty", records: 0 }]);
  });

  it("leaves out invalid records with path and reason, and publishes their neighbours", async () => {
    const publisher = new InMemoryPublisher();
    const cyclic: Record<string, unknown> = {};
    cyclic["self"] = cyclic;
    const report = await run(publisher, async function* () {
      yield service;
      yield resource("not a type", "x");
      yield { kind: "wish" } as never;
      yield undefined as never;
      yield reading(service, "A", undefined);
      yield reading(service, "A", cyclic);
      yield reading(service, "A", { text: "a\u0000b" });
      yield reading({ type: "Service", name: "" }, "A", 1);
      yield resource("Service", "billing");
    });
    expect(publisher.records.map((record) => record.kind === "resource" && record.name)).toEqual(["orders", "billing"]);
    expect(report).toMatchObject({ outcome: "partial", collected: 2, published: 2, failureCount: 7 });
    expect(report.failures.map(({ code, path }) => ({ code, path }))).toEqual([
      { code: "INVALID_FIELD", path: "/type" },
      { code: "UNKNOWN_KIND", path: "/kind" },
      { code: "UNKNOWN_KIND", path: "" },
      { code: "INVALID_FIELD", path: "/value" },
      { code: "INVALID_FIELD", path: "" },
      { code: "VALUE_NOT_STORABLE", path: "/value/text" },
      { code: "INVALID_FIELD", path: "/resource/name" },
    ]);
    expect(report.failures[5]?.record).toBe("reading A of Service/orders");
  });

  it("sends values as JSON has them, with long numbers digit for digit", async () => {
    const publisher = new InMemoryPublisher();
    const exact = (JSON as unknown as { rawJSON(token: string): unknown }).rawJSON("12345678901234567890.50");
    await run(publisher, async function* () {
      yield reading(service, "A", { since: new Date("2026-01-01T00:00:00Z"), nothing: undefined, exact });
    });
    expect(JSON.stringify((publisher.records[0] as { value: unknown }).value)).toBe(
      '{"since":"2026-01-01T00:00:00.000Z","exact":12345678901234567890.50}',
    );
  });

  it("is partial after a warning", async () => {
    const publisher = new InMemoryPublisher();
    const report = await run(publisher, async function* (context) {
      yield service;
      context.warn("no owner", new Error("CODEOWNERS cannot be read"));
    });
    expect(report).toMatchObject({
      outcome: "partial",
      failures: [{ code: "WARNING", detail: "no owner: CODEOWNERS cannot be read" }],
    });
  });

  it("has failed when the collector throws, but what it yielded until then is published", async () => {
    const publisher = new InMemoryPublisher();
    const report = await run(publisher, async function* () {
      yield service;
      throw new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") });
    });
    expect(report).toMatchObject({
      outcome: "failed",
      published: 1,
      failures: [{ code: "ERROR", detail: "fetch failed: ECONNREFUSED" }],
    });
    expect(publisher.records).toHaveLength(1);
    expect(publisher.runs).toMatchObject([{ outcome: "failed", records: 1 }]);
  });

  it("has failed when none of its records could be sent, and is partial when some could", async () => {
    const refuseBilling = new InMemoryPublisher((record) => (nameOf(record) === "billing" ? "too large" : undefined));
    expect(await run(refuseBilling, twoServices)).toMatchObject({
      outcome: "partial",
      collected: 2,
      published: 1,
      failures: [{ code: "REFUSED", detail: "too large", record: "resource Service/billing" }],
    });
    const refuseAll = new InMemoryPublisher(() => "no such topic");
    expect(await run(refuseAll, twoServices)).toMatchObject({ outcome: "failed", published: 0, failureCount: 2 });
  });

  it("has failed when the publisher throws, and lets the collector clean up", async () => {
    let isClean = false;
    const broken: Publisher = {
      open: () => ({
        publish: () => Promise.reject(new Error("closed")),
        flush: () => Promise.reject(new Error("still closed")),
      }),
      close: async () => {},
    };
    const report = await run(broken, async function* () {
      try {
        yield service;
      } finally {
        isClean = true;
      }
    });
    expect(report).toMatchObject({ outcome: "failed", published: 0, failureCount: 2 });
    expect(isClean).toBe(true);
  });

  it("keeps the first failures only, however many there are", async () => {
    const report = await run(new InMemoryPublisher(), async function* () {
      for (let i = 0; i < 1_000; i++) yield resource("no type", "x");
    });
    expect(report.failureCount).toBe(1_000);
    expect(report.failures).toHaveLength(20);
  });
});

describe("a run that is out of time", () => {
  it("is ended through the signal, with its records published", async () => {
    const publisher = new InMemoryPublisher();
    const report = await run(
      publisher,
      async function* ({ signal }) {
        yield service;
        await wait(60_000, undefined, { signal });
      },
      { timeoutMs: 20 },
    );
    expect(report).toMatchObject({
      outcome: "failed",
      published: 1,
      failures: [{ code: "TIMEOUT", detail: "ended after 0.02 s, its timeout" }],
    });
    expect(isWorthRetrying(report.error)).toBe(false);
  });

  it("is ended even if the collector does not listen, and takes nothing more from it", async () => {
    const publisher = new InMemoryPublisher();
    const { promise: deaf, resolve: release } = Promise.withResolvers<void>();
    const warnings: string[] = [];
    const report = await run(
      publisher,
      async function* () {
        yield service;
        await deaf;
        yield resource("Service", "too late");
      },
      { timeoutMs: 20, logger: { ...quiet, warn: (_, message) => void warnings.push(message) } },
    );
    expect(report).toMatchObject({ outcome: "failed", published: 1 });
    expect(warnings).toEqual(["the collector did not end when told to; it is left behind"]);
    release();
    await wait(5);
    expect(publisher.records).toHaveLength(1);
  });

  it("is ended even if the collector never waits for anything", async () => {
    const report = await run(
      new InMemoryPublisher(),
      async function* () {
        const deadline = Date.now() + 10_000;
        while (Date.now() < deadline) yield service;
      },
      { timeoutMs: 20 },
    );
    expect(report).toMatchObject({ outcome: "failed", failures: [{ code: "TIMEOUT" }] });
  });
});

describe("a run amid which the process stops", () => {
  it("is partial, and what was found is published", async () => {
    const publisher = new InMemoryPublisher();
    const report = await run(publisher, async function* ({ signal }) {
      yield service;
      process.abort(new RunStoppedError());
      await wait(60_000, undefined, { signal });
    });
    expect(report).toMatchObject({ outcome: "partial", published: 1, failures: [{ code: "STOPPED" }] });
    expect(publisher.runs).toMatchObject([{ outcome: "partial", records: 1 }]);
  });
});

describe("what is worth another try", () => {
  it("is anything but what is known to stay as it is", () => {
    expect(isWorthRetrying(new TypeError("fetch failed"))).toBe(true);
    expect(isWorthRetrying(new ConfigurationError(["no such file"]))).toBe(false);
    expect(isWorthRetrying(undefined)).toBe(false);
  });
});

type Collect = (context: CollectContext) => AsyncGenerator<CatalogRecord>;

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

function run(publisher: Publisher, collect: Collect, order: Partial<RunOrder> = {}) {
  const collector: Collector = defineCollector({ name: "test/source", schedule: "every 1h", collect });
  return performRun({
    collector,
    source: "test/source",
    timeoutMs: 10_000,
    publisher,
    listener: {},
    logger: quiet,
    now: () => nowTimestamp(() => Date.UTC(2026, 4, 1)),
    stop: process.signal,
    announce: true,
    owns: [],
    ...order,
  });
}

async function* twoServices() {
  yield service;
  yield resource("Service", "billing");
}

function nameOf(record: CatalogRecord): string | undefined {
  return record.kind === "resource" ? record.name : undefined;
}
