import { describe, expect, it } from "@jest/globals";
import { type CollectContext, Collector, defineCollector } from "../collector.js";
import { reading, resource } from "../record-builders.js";
import type { CollectorFinding } from "./collector-finding.js";
import { testCollector } from "./test-collector.js";

type Collect = (context: CollectContext) => AsyncGenerator<any>;
const host = resource("Host", "a");

const of = (collect: Collect, more: object = {}) =>
  defineCollector({ name: "team/hosts", schedule: "every 1h", collect, ...more });

async function findingsOf(collect: Collect, more: object = {}, options: object = {}): Promise<CollectorFinding[]> {
  return (await testCollector(of(collect, more), options)).findings;
}

describe(testCollector.name, () => {
  it("has nothing to say of a collector that is in order, and gives its records", async () => {
    const collect: Collect = async function* ({ now }) {
      yield host;
      yield reading(host, "LoadAverage", { lastMinute: 0.5 });
      yield reading(host, "LoadSample", { at: now() }, { storageMode: "TIME_SERIES" });
      yield resource("Service", "orders");
      yield resource("ServiceDeployment", "orders/production", { parent: { type: "Service", name: "orders" } });
    };
    const test = await testCollector(of(collect, { owns: ["Host"] }));
    expect(test.report).toBe("");
    expect(test.findings).toEqual([]);
    expect(test.records.map(({ kind }) => kind)).toEqual(["resource", "reading", "reading", "resource", "resource"]);
    expect(test.records[1]).toStrictEqual({
      ...reading(host, "LoadAverage", { lastMinute: 0.5 }, { storageMode: "SNAPSHOT" }),
      collectedOn: expect.any(String),
    });
    expect(test.sweeps).toMatchObject([{ resourceType: "Host", count: 1 }]);
    expect(test.runs.map(({ outcome }) => outcome)).toEqual(["ok", "ok"]);
  });

  it("takes a class or a function too, anew for each run", async () => {
    let made = 0;
    @Collector({ name: "team/hosts", schedule: "every 1h" })
    class Hosts implements Collector {
      private runs = 0;
      constructor() {
        made++;
      }
      async *collect() {
        yield resource("Host", `run-${++this.runs}`);
      }
    }
    expect((await testCollector(Hosts)).report).toBe("");
    expect((await testCollector(() => new Hosts())).report).toBe("");
    expect(made).toBe(4);
    expect((await testCollector(new Hosts())).findings.map(({ code }) => code)).toEqual([
      "UNSTABLE_NAME",
      "UNSTABLE_NAME",
    ]);
  });

  it("finds records that break the contract, fields that are misspelt, and faults of a run", async () => {
    const findings = await findingsOf(async function* ({ warn }) {
      yield host;
      yield { ...host, observedAt: "2026-01-01T00:00:00Z" };
      yield resource("Host", "");
      warn("the second page is missing");
    });
    expect(findings).toEqual([
      expect.objectContaining({ code: "UNKNOWN_FIELD", record: "resource Host/a", path: "/observedAt" }),
      expect.objectContaining({ code: "RECORD", path: "/name", detail: expect.stringContaining("INVALID_FIELD") }),
      { code: "RUN", detail: "the first run: WARNING the second page is missing" },
      { code: "RUN", detail: "the second run: WARNING the second page is missing" },
    ]);
    expect(await findingsOf(async function* () {})).toEqual([
      { code: "RUN", detail: "the first run found nothing" },
      { code: "RUN", detail: "the second run found nothing" },
    ]);
  });

  it("finds names that the clock or chance is a part of", async () => {
    const findings = await findingsOf(async function* ({ now }) {
      yield resource("Host", `a-${now()}`);
    });
    expect(findings.map(({ code, detail }) => `${code} ${detail}`)).toEqual([
      "UNSTABLE_NAME is only in the first run",
      "UNSTABLE_NAME is only in the second run",
    ]);
  });

  it("finds values that differ each time: times, orders, other parents", async () => {
    let runs = 0;
    const findings = await findingsOf(async function* ({ now }) {
      const isFirst = runs++ === 0;
      yield resource("Disk", "a/0", { parent: isFirst ? host : resource("Host", "b") });
      yield host;
      yield reading(host, "Uptime", { "a/b": [{ checked: now().slice(0, 16) }] });
      yield reading(host, "Tags", isFirst ? ["x", "y"] : ["y", "x"]);
      yield reading(host, "Kernel", { b: 1, a: 1 });
      yield reading(host, "Kernel", { a: 1, b: 1 });
    });
    expect(findings).toMatchObject([
      {
        code: "UNSTABLE_VALUE",
        record: "resource Disk/a/0",
        path: "/parent/name",
        detail: '"a" in one, "b" in the other',
      },
      { code: "UNSTABLE_VALUE", record: "reading Uptime of Host/a", path: "/value/a~1b/0/checked" },
      { code: "UNSTABLE_VALUE", path: "/value", detail: "the same items in another order" },
    ]);
  });

  it("lets vary what is measured, and nothing besides", async () => {
    const collect: Collect = async function* () {
      yield host;
      yield reading(host, "Load", Math.random());
      yield reading(host, "Disks", { "/": { free: Math.random(), of: 5 }, count: 1 });
    };
    const varying = { Load: [""], Disks: ["/*/free"] };
    expect(await findingsOf(collect, {}, { varying })).toEqual([]);
    expect(await findingsOf(collect, {}, { varying: { Load: ["/x"], Disks: ["/~1/of"] } })).toMatchObject([
      { code: "UNSTABLE_VALUE", record: "reading Load of Host/a", path: "/value" },
      { code: "UNSTABLE_VALUE", record: "reading Disks of Host/a", path: "/value/~1/free" },
    ]);
  });

  it("finds what is stated twice, differently", async () => {
    const findings = await findingsOf(async function* () {
      yield host;
      yield reading(host, "Tags", { x: 1 });
      yield reading(host, "Tags", { x: 1, y: 2 });
    });
    expect(findings).toMatchObject([
      { code: "CONTRADICTION", path: "/value/y", detail: "is stated twice: absent in one, 2 in the other" },
    ]);
  });

  it("finds readings of Resources that nobody states, unless others do", async () => {
    const collect: Collect = async function* () {
      yield host;
      yield reading({ type: "Service", name: "orders" }, "Cost", 1);
    };
    expect(await findingsOf(collect)).toMatchObject([
      { code: "NO_RESOURCE", record: "reading Cost of Service/orders" },
    ]);
    expect(await findingsOf(collect, {}, { foreign: ["Service"] })).toEqual([]);
  });

  it("finds well-known types that are not spelled as agreed", async () => {
    const findings = await findingsOf(async function* () {
      const instance = resource("ServiceInstance", "orders-1", { parent: { type: "Service", name: "orders" } });
      yield instance;
      yield reading(instance, "HealthCheckSample", { status: "up" });
      yield resource("ContainerImage", "registry.example.com/orders:latest");
    });
    expect(findings).toMatchObject([
      { code: "NAMING", path: "/name", detail: "is not spelled {service}/{environment}/{instanceId}" },
      { code: "NAMING", path: "/parent/type", detail: "must be ServiceDeployment" },
      { code: "NAMING", path: "/storageMode", detail: "must be TIME_SERIES, as is agreed for HealthCheckSample" },
      { code: "NAMING", record: "resource ContainerImage/registry.example.com/orders:latest" },
    ]);
  });

  it("finds types that are owned and not swept", async () => {
    const findings = await findingsOf(
      async function* () {
        yield host;
      },
      { owns: ["Host", "Disk", { type: "Fan", parent: host }] },
    );
    expect(findings.map(({ detail }) => detail)).toEqual([
      "the first run did not sweep Disk, which it owns",
      "the first run did not sweep Fan, which it owns",
      "the second run did not sweep Disk, which it owns",
      "the second run did not sweep Fan, which it owns",
    ]);
  });
});
