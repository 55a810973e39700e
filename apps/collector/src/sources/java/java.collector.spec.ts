import { afterEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector } from "@binnacle/collector";
import { readFileSync } from "node:fs";
import { SourceServer, sendJson, SOURCE_FAULTS, type Answering } from "../../testing/source-server.js";
import { JavaCollector } from "./java.collector.js";
import { JavaOptions, type JavaTarget } from "./java.options.js";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const fixture = (name: string) => JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8"));
const actuator: Record<string, unknown> = fixture("actuator");
const jolokia: unknown[] = fixture("jolokia");

const answerActuator: Answering = ({ url }, response) =>
  url in actuator
    ? sendJson(response, actuator[url])
    : sendJson(response, { status: 404, error: "Not Found", path: url }, { status: 404 });
const answerJolokia: Answering = (_, response) => sendJson(response, jolokia);

let servers: SourceServer[] = [];
afterEach(async () => {
  delete process.env["ORDERS_AUTHORIZATION"];
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

describe("what Actuator tells", () => {
  it("is the virtual machine, a sample of it, and what its deployment calls", async () => {
    const url = `${await serve(answerActuator)}/actuator`;
    const { report, records } = await collect([target("1", { actuator: url })], {
      callees: [{ match: "api.carrier.example", type: "Partner", name: "carrier" }],
    });
    expect(report).toMatchObject({ outcome: "ok", failureCount: 0 });
    expect(records.filter(({ kind }) => kind === "resource").map((record) => "name" in record && record.name)).toEqual([
      "orders",
      "orders/production",
      "orders/production/1",
    ]);
    expect(value(records, "JvmRuntime")).toEqual({
      vm: { name: "OpenJDK 64-Bit Server VM", vendor: "Eclipse Adoptium", version: "21.0.5+11-LTS" },
      javaVersion: "21.0.5",
      startedOn: "2026-03-01T08:00:00.123000Z",
      maxHeapBytes: 536_870_912,
      processors: 4,
      garbageCollectors: ["G1 Old Generation", "G1 Young Generation"],
      parameters: { "user.timezone": "Europe/Berlin" },
    });
    expect(value(records, "JvmSample")).toEqual({
      heap: { usedBytes: 186_142_720, committedBytes: 402_653_184, maxBytes: 536_870_912 },
      nonHeap: { usedBytes: 98_304_000, committedBytes: 104_857_600 },
      garbageCollection: {
        "G1 Old Generation": { collections: 1, milliseconds: 100 },
        "G1 Young Generation": { collections: 43, milliseconds: 412 },
      },
      threads: 38,
      loadedClasses: 15_873,
      processCpu: 0.0125,
    });
    expect(value(records, "EgressDependencies")).toEqual({
      calls: [
        {
          resourceType: "Database",
          resourceName: "postgresql/orders-db.acme.example/orders",
          protocols: ["postgresql"],
        },
        { resourceType: "Partner", resourceName: "carrier", protocols: ["http"] },
        { resourceType: "Service", resourceName: "payments", protocols: ["http"] },
      ],
    });
    expect(JSON.stringify(records)).not.toContain("hunter2");
  });

  it("is as much as is exposed", async () => {
    const url = `${await serve(({ url }, response) => (url.includes("/metrics/") ? answerActuator({ url } as never, response) : sendJson(response, {}, { status: 404 })))}/actuator`;
    const { report, records } = await collect([target("1", { actuator: url })]);
    expect(report.outcome).toBe("ok");
    expect(value(records, "JvmRuntime")).toMatchObject({ vm: {}, parameters: {}, processors: 4 });
  });

  it("is put together for a deployment from all of its instances, and left as it was while one is silent", async () => {
    const other: Answering = (asked, response) =>
      asked.url === "/actuator/metrics/http.client.requests"
        ? sendJson(response, { availableTags: [{ tag: "clientName", values: ["mail.example"] }] })
        : answerActuator(asked, response);
    const [first, second] = [`${await serve(answerActuator)}/actuator`, `${await serve(other)}/actuator`];
    const both = await collect([target("1", { actuator: first }), target("2", { actuator: second })]);
    expect(value(both.records, "EgressDependencies")).toMatchObject({
      calls: [
        { resourceType: "Database" },
        { resourceName: "api.carrier.example" },
        { resourceName: "mail.example" },
        { resourceName: "payments" },
      ],
    });
    await servers.pop()!.close();
    const one = await collect([target("1", { actuator: first }), target("2", { actuator: second })]);
    expect(one.report.outcome).toBe("partial");
    expect(value(one.records, "JvmRuntime")).toBeDefined();
    expect(value(one.records, "EgressDependencies")).toBeUndefined();
  });
});

describe("what Jolokia tells", () => {
  it("is the virtual machine with its arguments, at Jolokia's own time, without secrets", async () => {
    const url = `${await serve(answerJolokia)}/jolokia`;
    const { records } = await collect([target("1", { jolokia: url })], {
      parameters: ["user.timezone", "orders.region", "orders.password"],
    });
    expect(value(records, "JvmRuntime")).toEqual({
      vm: { name: "OpenJDK 64-Bit Server VM", vendor: "Debian", version: "17.0.15+6-Debian-1deb12u1" },
      javaVersion: "17.0.15",
      startedOn: expect.stringMatching(/^2026-11-22T13:/),
      maxHeapBytes: 100_663_296,
      processors: 2,
      garbageCollectors: ["G1 Old Generation", "G1 Young Generation"],
      arguments: [
        "-Xmx96m",
        "-Xms32m",
        "-XX:+UseG1GC",
        "-Dorders.password=***",
        "-Dorders.region=eu",
        "--add-modules=ALL-DEFAULT",
      ],
      parameters: { "orders.password": "***", "orders.region": "eu", "user.timezone": "Etc/UTC" },
    });
    expect(value(records, "JvmSample")).toMatchObject({ heap: { maxBytes: 100_663_296 }, threads: expect.any(Number) });
    const again = await collect([target("1", { jolokia: url })]);
    expect(again.records.filter(isSample)).toEqual(records.filter(isSample));
    expect(servers[0]!.requests).toHaveLength(2);
  });

  it("is nothing where the agent refuses", async () => {
    const url = await serve((_, response) =>
      sendJson(response, { status: 403, error: "No access from client allowed" }),
    );
    const { report } = await collect([target("1", { jolokia: url })]);
    expect(report.failures[0]?.detail).toBe(
      "orders/production/1: Jolokia refused the request: 403 No access from client allowed",
    );
  });
});

describe("a virtual machine that cannot be read", () => {
  it.each(SOURCE_FAULTS)("is a warning that says why: $fault", async ({ answer, says }) => {
    process.env["ORDERS_AUTHORIZATION"] = "Bearer hunter2";
    const [faulty, fine] = [`${await serve(answer)}/actuator`, `${await serve(answerJolokia)}/jolokia`];
    const targets = [
      target("1", { actuator: faulty, authorizationFrom: "ORDERS_AUTHORIZATION" }),
      target("2", { jolokia: fine }),
    ];
    const { report, records } = await collect(targets);
    expect(report).toMatchObject({ outcome: "partial", failureCount: 1 });
    expect(report.failures[0]?.detail).toMatch(says);
    expect(JSON.stringify(report.failures)).not.toContain("hunter2");
    expect(servers[0]!.requests[0]?.headers.authorization).toBe("Bearer hunter2");
    expect(value(records, "JvmRuntime")).toBeDefined();
  });

  it("is given up after its time", async () => {
    const url = await serve(() => {});
    const { report } = await collect([target("1", { actuator: url })], { timeout: "30ms" });
    expect(report.failures[0]?.detail).toContain("was not answered to the end within 0.03 s");
  });

  it("stops the start where its variable is not set", () => {
    const options = Object.assign(new JavaOptions(), {
      targets: [target("1", { jolokia: "http://localhost:1", authorizationFrom: "NOT_THERE" })],
    });
    expect(() => new JavaCollector(options)).toThrow(
      "targets[0].authorizationFrom names the environment variable NOT_THERE, which is not set",
    );
  });
});

function target(instance: string, how: Partial<JavaTarget>): JavaTarget {
  return { service: "orders", environment: "production", instance, ...how };
}

async function serve(answer: Answering): Promise<string> {
  const server = await SourceServer.start(answer);
  servers.push(server);
  return server.url;
}

async function collect(targets: JavaTarget[], options: Partial<JavaOptions> = {}) {
  const publisher = new InMemoryPublisher();
  const collector = new JavaCollector(Object.assign(new JavaOptions(), { targets, ...options }));
  const report = await runCollector(collector, { publisher, logger: quiet, retries: 0 });
  return { report, records: publisher.records };
}

type Records = InMemoryPublisher["records"];

function value(records: Records, type: string): unknown {
  return records.flatMap((record) => (record.kind === "reading" && record.type === type ? [record.value] : []))[0];
}

function isSample(record: Records[number]): boolean {
  return record.kind === "reading" && record.type === "JvmSample";
}
