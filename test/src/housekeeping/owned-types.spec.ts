import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CollectContext, defineCollector, IntakePublisher, resource, runCollector } from "@binnacle/collector";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "../eventually.js";
import { RunningStack } from "../running-stack.js";

const CONFIGURATION = `
housekeeping:
  schedule: every 1s
  guard: { share: 1 }
  probe: { every: 1s, margin: 0s }
`;

describe("a collector that owns a type", () => {
  let stack: RunningStack;
  let folder: string;

  beforeAll(async () => {
    stack = await RunningStack.start();
    await stack.startSink();
    folder = await mkdtemp(join(tmpdir(), "owned-types-"));
    await writeFile(join(folder, "binnacle.yaml"), CONFIGURATION);
    await stack.startHousekeeper(join(folder, "binnacle.yaml"));
  });

  afterAll(async () => {
    await stack.stop();
    await rm(folder, { recursive: true });
  });

  /** A run of a source of its own, which finds these hosts, and then whatever else happens. */
  async function run(source: string, hosts: string[], andThen?: (context: CollectContext) => void): Promise<string> {
    const logger = { debug() {}, info() {}, warn() {}, error() {} };
    const publisher = new IntakePublisher(stack.provider.url);
    const collector = defineCollector({
      name: source,
      schedule: "every 1h",
      retries: 0,
      owns: ["Host"],
      async *collect(context) {
        for (const host of hosts) yield resource("Host", `${source}/${host}`);
        andThen?.(context);
      },
    });
    const { outcome } = await runCollector(collector, { publisher, logger });
    await publisher.close();
    return outcome;
  }

  async function hosts(source: string): Promise<string[]> {
    const { items } = JSON.parse(await stack.read(`/resources?type=Host&namePrefix=${source}/`));
    return items.map(({ name }: { name: string }) => name.slice(source.length + 1));
  }

  it("has what a complete run does not find any more removed, and nothing after a run that is not complete", async () => {
    const outcomes: Record<string, (source: string) => Promise<string>> = {
      ok: (source) => run(source, ["a", "b"]),
      empty: (source) => run(source, []),
      partial: (source) => run(source, ["a"], ({ warn }) => warn("the second page is missing")),
      failed: (source) =>
        run(source, ["a"], () => {
          throw new Error("the source is away");
        }),
    };
    for (const outcome of Object.keys(outcomes)) expect(await run(outcome, ["a", "b", "gone"])).toBe("ok");
    await stack.drained();
    // The complete run comes last: once its sweep is executed, all others would have been.
    for (const [outcome, again] of Object.entries(outcomes).toReversed()) expect(await again(outcome)).toBe(outcome);
    await eventually(async () => expect(await hosts("ok")).toEqual(["a", "b"]));
    for (const outcome of ["empty", "partial", "failed"]) expect(await hosts(outcome)).toEqual(["a", "b", "gone"]);
    // Nor later, when the source is trusted again but for what it then found.
    expect(await run("failed", ["a", "b", "gone", "new"])).toBe("ok");
    expect(await run("ok", ["a"])).toBe("ok");
    await eventually(async () => expect(await hosts("ok")).toEqual(["a"]));
    expect(await hosts("failed")).toEqual(["a", "b", "gone", "new"]);
  }, 120_000);
});
