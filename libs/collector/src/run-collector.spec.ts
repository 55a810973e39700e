import { describe, expect, it } from "@jest/globals";
import { loadavg } from "node:os";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { Collector, defineCollector } from "./collector.js";
import { InMemoryPublisher } from "./publishers/in-memory-publisher.js";
import { reading, resource } from "./record-builders.js";
import { runCollector } from "./run-collector.js";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

const hosts = defineCollector({
  name: "my-team/hosts",
  schedule: "every 1m",
  async *collect() {
    const host = resource("Host", "db-1");
    yield host;
    yield reading(host, "LoadAverage", loadavg());
  },
});

@Collector({ name: "my-team/classes", schedule: "every 1m" })
class ClassCollector implements Collector {
  async *collect() {
    yield resource("Host", "db-2");
  }
}

describe(runCollector.name, () => {
  it("prints what the collector finds where nothing says whom to send it to, and nothing about the run", async () => {
    const { records, report } = await printed(hosts);
    expect(report).toMatchObject({ source: "my-team/hosts", outcome: "ok", published: 2 });
    expect(records).toMatchObject([
      { kind: "resource", type: "Host", name: "db-1", observedOn: expect.any(String) },
      { kind: "reading", resource: { type: "Host", name: "db-1" }, type: "LoadAverage" },
    ]);
  });

  it("sends it, with a reading about the run, and closes the publisher", async () => {
    let isClosed = false;
    const publisher = new InMemoryPublisher();
    publisher.close = async () => void (isClosed = true);
    await runCollector(ClassCollector, { publisher, logger: quiet, name: "other/name" });
    expect(publisher.records).toMatchObject([{ name: "db-2" }]);
    expect(publisher.published.map(({ source }) => source)).toEqual(["other/name", "other/name"]);
    expect(isClosed).toBe(true);
  });

  it("prints in a dry run though there is a publisher", async () => {
    const publisher = new InMemoryPublisher();
    expect((await printed(ClassCollector, { publisher, dryRun: true })).records).toHaveLength(1);
    expect(publisher.published).toHaveLength(0);
  });

  it("does not throw when the run fails", async () => {
    const broken = defineCollector({
      name: "broken",
      schedule: "every 1m",
      // oxlint-disable-next-line require-yield
      async *collect() {
        throw new Error("no such host");
      },
    });
    const { report } = await printed(broken, { retries: 0 });
    expect(report).toMatchObject({ outcome: "failed", failures: [{ code: "ERROR", detail: "no such host" }] });
  });
});

async function printed(
  collector: Parameters<typeof runCollector>[0],
  options: Parameters<typeof runCollector>[1] = {},
) {
  const output = new PassThrough();
  const lines = text(output);
  const report = await runCollector(collector, { output, logger: quiet, ...options });
  output.end();
  const records = (await lines)
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
  return { report, records };
}
