import { describe, expect, it } from "@jest/globals";
import { defineCollector } from "./collector.js";
import { CollectorRunner } from "./collector-runner.js";
import { InMemoryPublisher } from "./publishers/in-memory-publisher.js";
import { resource } from "./record-builders.js";
import type { ProgressReport } from "./run-listener.js";
import { RunProgress } from "./run-progress.js";

describe(RunProgress.name, () => {
  it("says every 10 s how far a run is, and nothing in a short one", () => {
    const lines: string[] = [];
    const note = (_fields: object, message: string): void => void lines.push(message);
    let now = 0;
    const progress = new RunProgress("a", { debug: note, info: note, warn: note, error: note }, {}, () => now);
    for (; now <= 25_000; now += 1_000) progress.report(now / 100, 250);
    expect(lines).toEqual(["100 of 250 (40 %) done", "200 of 250 (80 %) done"]);
    now = 40_000;
    progress.report(3);
    progress.report(4);
    expect(lines.slice(2)).toEqual(["3 done"]);
  });

  it("is told by the collector, step by step, to whoever listens", async () => {
    const steps: ProgressReport[] = [];
    const quiet = { debug() {}, info() {}, warn() {}, error() {} };
    const runner = new CollectorRunner({
      publisher: new InMemoryPublisher(),
      logger: quiet,
      listener: { runProgressed: (step) => steps.push(step) },
    });
    const collector = defineCollector({
      name: "team/hosts",
      schedule: "every 1h",
      async *collect({ progress }) {
        yield resource("Host", "a");
        progress(1, 2);
        progress(2);
      },
    });
    await runner.add(collector).runOnce();
    expect(steps).toEqual([
      { source: "team/hosts", done: 1, total: 2 },
      { source: "team/hosts", done: 2, total: undefined },
    ]);
  });
});
