import { afterEach, describe, expect, it } from "@jest/globals";
import { TransientError } from "@binnacle/errors";
import { setTimeout as wait } from "node:timers/promises";
import { Collector, type CollectContext, defineCollector } from "./collector.js";
import { CollectorRunner } from "./collector-runner.js";
import { emptyPublishReport } from "./publisher.js";
import { InMemoryPublisher } from "./publishers/in-memory-publisher.js";
import { resource } from "./record-builders.js";
import type { RunReport } from "./run-report.js";

const service = resource("Service", "orders");
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const runners: CollectorRunner[] = [];

afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
});

describe(CollectorRunner.name, () => {
  it("runs a source at once and then by its schedule", async () => {
    const { runner, ended } = watchedRunner();
    runner.add(defineCollector({ name: "a", schedule: "every 5ms", collect: yieldService })).start();
    await until(() => ended.length >= 3);
    expect(ended.every(({ outcome }) => outcome === "ok")).toBe(true);
  });

  it("does not wait for the first due time, however far", async () => {
    const { runner, ended } = watchedRunner();
    runner.add(defineCollector({ name: "a", schedule: "0 0 1 1 *", collect: yieldService })).start();
    await until(() => ended.length === 1);
  });

  it("tells a run by when it has to end, so that one that waits for news is neither cut off nor late", async () => {
    const heard: (number | undefined)[] = [];
    const collector = (name: string, schedule: string, timeout: string) =>
      defineCollector({
        name,
        schedule,
        timeout,
        async *collect({ endBy }: CollectContext) {
          heard.push(endBy && endBy - Date.now());
          yield service;
        },
      });
    const { runner } = watchedRunner();
    runner
      .add(collector("due", "every 20s", "5m"))
      .add(collector("cut", "every 20m", "1m"))
      .start();
    await until(() => heard.length === 2);
    const [beforeDue, beforeTimeout] = heard;
    expect(beforeDue).toBeGreaterThan(15_000);
    expect(beforeDue).toBeLessThanOrEqual(18_000);
    expect(beforeTimeout).toBeGreaterThan(45_000);
    expect(beforeTimeout).toBeLessThanOrEqual(55_000);

    const { runner: once } = watchedRunner();
    await once.add(collector("once", "every 20s", "5m")).runOnce();
    expect(heard[2]).toBeUndefined();
  });

  it("never runs a source twice at a time: it skips, and says so", async () => {
    const { runner, ended, skipped } = watchedRunner();
    let going = 0;
    let most = 0;
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const slow = defineCollector({
      name: "slow",
      schedule: "every 5ms",
      async *collect() {
        most = Math.max(most, ++going);
        await held;
        going--;
        yield service;
      },
    });
    runner.add(slow).start();
    await until(() => skipped.length >= 3);
    expect(ended).toHaveLength(0);
    release();
    await until(() => ended.length >= 2);
    expect(most).toBe(1);
    expect(skipped[0]).toBe("slow");
  });

  it("goes on with the other sources while one hangs, and with the same one after its timeout", async () => {
    const { runner, ended } = watchedRunner();
    runner
      .add(
        defineCollector({
          name: "hangs",
          schedule: "every 20ms",
          timeout: "10ms",
          async *collect({ signal }) {
            yield await wait(60_000, service, { signal });
          },
        }),
      )
      .add(defineCollector({ name: "works", schedule: "every 5ms", collect: yieldService }))
      .start();
    const outcomes = (source: string) =>
      ended.filter((report) => report.source === source).map(({ outcome }) => outcome);
    await until(() => outcomes("hangs").length >= 2 && outcomes("works").length >= 2);
    expect(new Set(outcomes("hangs"))).toEqual(new Set(["failed"]));
    expect(new Set(outcomes("works"))).toEqual(new Set(["ok"]));
  });

  it("runs one class under several names", async () => {
    @Collector({ name: "disks", schedule: "every 1h" })
    class DiskCollector implements Collector {
      constructor(private readonly host: string) {}

      async *collect({ source }: CollectContext) {
        yield resource("Disk", `${source}:${this.host}`);
      }
    }
    const { runner, publisher } = watchedRunner();
    await runner.add(new DiskCollector("a")).add(new DiskCollector("b"), { name: "disks/b" }).runOnce();
    expect(publisher.records).toMatchObject([{ name: "disks:a" }, { name: "disks/b:b" }]);
    expect(() => runner.add(new DiskCollector("c"))).toThrow('name: there are two sources "disks"');
  });
});

describe("a run that fails", () => {
  it("is tried again, with its own report each time, until it goes well", async () => {
    const { runner, ended, publisher } = watchedRunner();
    const [report] = await runner.add(failing(2, () => new TransientError("busy"))).runOnce();
    expect(report).toMatchObject({ outcome: "ok", published: 1 });
    expect(ended.map(({ outcome }) => outcome)).toEqual(["failed", "failed", "ok"]);
    expect(publisher.runs).toMatchObject([{ outcome: "failed" }, { outcome: "failed" }, { outcome: "ok" }]);
  });

  it("is tried again no more often than its options say", async () => {
    const { runner, ended } = watchedRunner();
    const [report] = await runner
      .add(
        failing(99, () => new Error("fetch failed")),
        { retries: 3 },
      )
      .runOnce();
    expect(report).toMatchObject({ outcome: "failed" });
    expect(ended).toHaveLength(4);
  });

  it("is left to the next regular run where that comes first", async () => {
    const { runner, ended } = watchedRunner();
    runner
      .add(
        failing(1, () => new Error("busy")),
        { schedule: "every 20ms", retryDelay: "1d" },
      )
      .start();
    await until(() => ended.length >= 2);
    expect(ended.map(({ outcome }) => outcome).slice(0, 2)).toEqual(["failed", "ok"]);
  });
});

describe("stopping", () => {
  it("ends the runs that are going, publishes what they found, and starts none any more", async () => {
    const { runner, publisher, ended } = watchedRunner();
    let isAtWork = false;
    const collector = defineCollector({
      name: "a",
      schedule: "every 5ms",
      async *collect({ signal }) {
        yield service;
        isAtWork = true;
        await wait(60_000, undefined, { signal });
      },
    });
    runner.add(collector).start();
    await until(() => isAtWork);
    expect(await runner.stop()).toBe(true);
    expect(publisher.records).toHaveLength(1);
    expect(publisher.runs).toMatchObject([{ outcome: "partial", records: 1 }]);
    await wait(20);
    expect(ended).toHaveLength(1);
  });

  it("does not wait for a retry", async () => {
    const { runner, ended } = watchedRunner();
    runner
      .add(
        failing(99, () => new Error("busy")),
        { retryDelay: "1d" },
      )
      .start();
    await until(() => ended.length === 1);
    expect(await runner.stop()).toBe(true);
  });

  it("gives up waiting when the time is over", async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const stuck = { publish: async () => held, flush: async () => held.then(emptyPublishReport) };
    const runner = new CollectorRunner({ publisher: { open: () => stuck, close: async () => {} }, logger: quiet });
    runner.add(defineCollector({ name: "a", schedule: "every 1h", collect: yieldService })).start();
    await wait(5);
    expect(await runner.stop(10)).toBe(false);
    release();
  });
});

async function* yieldService() {
  yield service;
}

function failing(times: number, error: () => Error) {
  return defineCollector({
    name: "flaky",
    schedule: "every 1h",
    retryDelay: "1ms",
    async *collect() {
      if (times-- > 0) throw error();
      yield service;
    },
  });
}

function watchedRunner() {
  const publisher = new InMemoryPublisher();
  const ended: RunReport[] = [];
  const skipped: string[] = [];
  const listener = {
    runEnded: (report: RunReport) => void ended.push(report),
    runSkipped: (source: string) => void skipped.push(source),
  };
  const runner = new CollectorRunner({ publisher, logger: quiet, listener });
  runners.push(runner);
  return { runner, publisher, ended, skipped };
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${condition.toString()}`);
    await wait(1);
  }
}
