import { describe, expect, it } from "@jest/globals";
import { ConfigurationError } from "@binnacle/errors";
import { type CollectContext, Collector, defineCollector } from "./collector.js";
import { CollectorRunner } from "./collector-runner.js";
import { InMemoryPublisher } from "./publishers/in-memory-publisher.js";
import { reading, removal, resource } from "./record-builders.js";
import { runCollector } from "./run-collector.js";
import type { RunReport } from "./run-report.js";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const RESOURCE = resource("Host", "a");

type Collect = (context: CollectContext) => AsyncGenerator<any>;

async function run(
  collect: Collect,
  { publisher = new InMemoryPublisher(), owns = ["Host"] as any, timeout = "1m" } = {},
): Promise<{ publisher: InMemoryPublisher; report: RunReport; sweeps: unknown[] }> {
  const collector = defineCollector({ name: "team/hosts", schedule: "every 1h", retries: 0, timeout, owns, collect });
  const report = await runCollector(collector, { publisher, logger: quiet });
  return { publisher, report, sweeps: publisher.records.filter(({ kind }) => kind === "sweep") };
}

describe("the end of a run that owns types", () => {
  it("states what was published, each Resource counted once, between the records and the run's announcement", async () => {
    const { publisher, report, sweeps } = await run(
      async function* () {
        yield resource("Host", "Ame\u0301lie");
        yield resource("Host", "Am\u00E9lie", { observedOn: "2026-01-01T00:00:00Z" });
        yield RESOURCE;
        yield reading(RESOURCE, "LoadAverage", 1);
        yield resource("Disk", "a/0", { parent: RESOURCE });
      },
      { owns: ["Host", "Disk", "Fan"] },
    );
    const { startedOn } = report;
    expect(sweeps).toEqual([
      { kind: "sweep", resourceType: "Host", startedOn, count: 2 },
      { kind: "sweep", resourceType: "Disk", startedOn, count: 1 },
    ]);
    expect(publisher.published.map(({ record }) => record.kind).slice(-3)).toEqual(["sweep", "sweep", "reading"]);
    expect(report).toMatchObject({
      outcome: "ok",
      collected: 7,
      published: 7,
      counts: { sweep: { Host: 1, Disk: 1 } },
    });
  });

  it("narrows a sweep to a parent, and counts what named it last", async () => {
    const [east, west] = [resource("Cluster", "east"), resource("Cluster", "west")];
    const parent = { type: "Cluster", name: "east" };
    const { sweeps } = await run(
      async function* () {
        yield resource("Pod", "1", { parent: east });
        yield resource("Pod", "2", { parent: west });
        yield resource("Pod", "3", { parent: west });
        yield resource("Pod", "3", { parent: east });
        yield resource("Pod", "3");
        yield resource("Pod", "4");
        yield resource("Pod", "5", { parent: east });
        yield removal({ type: "Pod", name: "5" });
      },
      {
        owns: [
          { type: "Pod", parent },
          { type: "Pod", parent: { type: "Cluster", name: "south" } },
        ],
      },
    );
    expect(sweeps).toMatchObject([{ resourceType: "Pod", parent, count: 2 }]);
  });

  it.each<[string, Collect, object?]>([
    ["failed", failing],
    [
      "warned",
      async function* ({ warn }) {
        yield RESOURCE;
        warn("the second page is missing");
      },
    ],
    [
      "had an invalid record",
      async function* () {
        yield RESOURCE;
        yield resource("Host", "");
      },
    ],
    [
      "was cut off",
      async function* ({ signal }) {
        yield RESOURCE;
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      },
      { timeout: "20ms" },
    ],
    [
      "could not send everything",
      async function* () {
        yield RESOURCE;
        yield resource("Host", "b");
      },
      {
        publisher: new InMemoryPublisher((record) =>
          record.kind === "resource" && record.name === "b" ? "no" : undefined,
        ),
      },
    ],
    ["found nothing", async function* () {}],
    [
      "found nothing of the type",
      async function* () {
        yield resource("Disk", "a/0");
      },
    ],
    [
      "published as of a time before it began",
      async function* () {
        yield RESOURCE;
        yield resource("Host", "b", { observedOn: "2026-01-01T00:00:00Z" });
      },
    ],
  ])("states nothing where the run %s", async (_case, collect, options = {}) => {
    expect((await run(collect, options)).sweeps).toEqual([]);
  });

  it("states nothing where the process stops, and nothing that was not asked for", async () => {
    const publisher = new InMemoryPublisher();
    const runner = new CollectorRunner({ publisher, logger: quiet });
    const begun = Promise.withResolvers<void>();
    const collect: Collect = async function* () {
      yield RESOURCE;
      begun.resolve();
      await new Promise(() => {});
    };
    runner.add(defineCollector({ name: "a", schedule: "every 1h", owns: ["Host"], collect })).start();
    await begun.promise;
    await runner.stop();
    expect(publisher.runs).toMatchObject([{ outcome: "partial" }]);
    expect(publisher.records.some(({ kind }) => kind === "sweep")).toBe(false);
    expect((await run(twoHosts, { owns: [] })).sweeps).toEqual([]);
  });

  it("is partial where the statement cannot be sent", async () => {
    const refusing = new InMemoryPublisher((record) => (record.kind === "sweep" ? "no" : undefined));
    expect((await run(twoHosts, { publisher: refusing })).report).toMatchObject({
      outcome: "partial",
      failureCount: 1,
    });
  });

  it("goes by what the instance says before what its class says", async () => {
    @Collector({ name: "b", schedule: "every 1h", owns: ["Host"] })
    class Hosts implements Collector {
      constructor(readonly owns?: readonly string[]) {}
      collect = twoHosts;
    }
    const sweepsOf = async (collector: Collector): Promise<unknown[]> => {
      const publisher = new InMemoryPublisher();
      await runCollector(collector, { publisher, logger: quiet });
      return publisher.records.filter(({ kind }) => kind === "sweep");
    };
    expect(await sweepsOf(new Hosts())).toHaveLength(1);
    expect(await sweepsOf(new Hosts([]))).toHaveLength(0);
  });

  it("cannot be asked for what is no type, or under no name", async () => {
    await expect(
      run(twoHosts, { owns: ["Host", "1", { type: "Pod", parent: { type: "", name: "x" } }] }),
    ).rejects.toThrow('owns: "1" is no type of a Resource\nowns: {"type":"","name":"x"} is no address of a parent');
    const anonymous = runCollector(
      defineCollector({ name: "anonymous", schedule: "every 1h", owns: ["Host"], collect: twoHosts }),
    );
    await expect(anonymous).rejects.toThrow(ConfigurationError);
  });
});

async function* twoHosts() {
  yield RESOURCE;
  yield resource("Host", "b");
}

async function* failing() {
  yield* twoHosts();
  throw new Error("the source is away");
}
