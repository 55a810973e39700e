import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector } from "@binnacle/collector";
import { readFile } from "node:fs/promises";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSources } from "../../sources-configuration.js";
import { sendJson, SourceServer } from "../../testing/source-server.js";
import { jsonSource } from "./json.source.js";

const PAGE = join(import.meta.dirname, "../../../../../docs/collectors/json.md");
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

let server: SourceServer;
let directory: string;
let page: string;

beforeEach(async () => {
  server = await SourceServer.start((_, response) => sendJson(response, []));
  directory = await mkdtemp(join(tmpdir(), "json-page-"));
  page = await readFile(PAGE, "utf8");
  for (const name of ["FLAGS_TOKEN", "REGISTRAR_KEY", "CHANGES_TOKEN"]) process.env[name] = "secret";
});

afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

describe("the examples of the page", () => {
  it("make of the page's item the page's records", async () => {
    const item = JSON.parse(/```json\n(\{ "key".*?)```/s.exec(page)![1]!) as object;
    const records = /```json\n(\{ ?"kind".*?)```/s.exec(page)![1]!.trim().split("\n");
    server.answer = (_, response) => sendJson(response, { items: [item] });
    expect(await collect(0)).toEqual(records.map((line) => JSON.parse(line) as object));
    expect(server.requests).toMatchObject([{ url: "/api/flags", headers: { authorization: "Bearer secret" } }]);
  });

  it("page through a list with a key, and say what is gone", async () => {
    server.answer = ({ url }, response) => {
      const fqdn = url.includes("cursor=2") ? "b.example" : "a.example";
      const data = [{ fqdn, expires_at: "2027-01-01", auto_renew: true, name_servers: ["ns1.example"] }];
      sendJson(response, { data, meta: { next_cursor: fqdn === "a.example" ? "2" : null } });
    };
    expect(await collect(1)).toMatchObject([
      { kind: "resource", name: "a.example" },
      {
        type: "DomainRegistration",
        value: { expiresOn: "2027-01-01", isAutoRenewed: true, nameServers: ["ns1.example"] },
      },
      { kind: "resource", name: "b.example" },
      { type: "DomainRegistration" },
      { kind: "sweep", resourceType: "Domain", count: 2 },
    ]);
    expect(server.requests[1]).toMatchObject({
      url: "/v2/domains?size=100&cursor=2",
      headers: { "x-api-key": "secret" },
    });
  });

  it("read files that teams have already", async () => {
    const services =
      "name: orders\nteam: payments\nrunbook: https://wiki.example/orders\nslos: [{ name: latency, target: 0.99 }]\n";
    await writeFile(join(directory, "service.yaml"), services);
    expect(await collect(2)).toMatchObject([
      { kind: "resource", type: "Service", name: "orders" },
      { type: "Runbook", value: { url: "https://wiki.example/orders", team: { resourceName: "payments" } } },
      { type: "ServiceLevelObjectives", value: { objectives: [{ name: "latency", target: 0.99 }] } },
    ]);
  });

  it("tell what happened when it did", async () => {
    server.answer = (_, response) =>
      sendJson(response, {
        results: [{ id: 7, service: "orders", closed_at: 1777622400, title: "Move", risk: "LOW" }],
      });
    expect(await collect(3)).toEqual([
      {
        kind: "reading",
        resource: { type: "Service", name: "orders" },
        type: "ServiceEvent",
        storageMode: "TIME_SERIES",
        collectedOn: "2026-05-01T08:00:00.000000Z",
        value: { event: "change", id: 7, title: "Move", risk: "low" },
      },
    ]);
    expect(server.requests).toMatchObject([{ method: "POST", body: '{"state":"closed","window":"7d"}' }]);
  });

  it("were of use with a real Prometheus 2.42", async () => {
    const recorded = await readFile(new URL("fixtures/prometheus-2.42-targets.json", import.meta.url), "utf8");
    server.answer = (_, response) => sendJson(response, recorded);
    expect(await collect(4)).toMatchObject([
      { kind: "resource", type: "ScrapeTarget", name: "orders/127.0.0.1:19191" },
      {
        type: "ScrapeState",
        value: {
          health: "down",
          error: expect.stringContaining("connection refused"),
          team: { resourceName: "payments" },
        },
      },
      { kind: "resource", name: "prometheus/127.0.0.1:19190" },
      {
        value: {
          health: "up",
          url: "http://127.0.0.1:19190/metrics",
          team: { resourceType: "Team", resourceName: "platform" },
        },
      },
    ]);
  });
});

/** Runs the example of this number against the server and files of the test, and gives its records without the times of now. */
async function collect(number: number): Promise<object[]> {
  const example = [...page.matchAll(/```yaml\n(sources:.*?)```/gs)][number]![1]!;
  const file = join(directory, "binnacle.yaml.example");
  const placed = example
    .replaceAll(/https?:\/\/[a-z.]+\.example\.com(:\d+)?/g, server.url)
    .replaceAll("/srv/checkouts/*/service.yaml", join(directory, "*.yaml"));
  await writeFile(file, placed);
  const [source] = await readSources(file, { json: async () => jsonSource });
  if (source === undefined || !("collector" in source)) throw new Error("there is no such example");
  const publisher = new InMemoryPublisher();
  const report = await runCollector(source.collector, { publisher, logger: quiet, ...source.settings });
  expect(report).toMatchObject({ outcome: "ok", failureCount: 0 });
  return publisher.records
    .filter((record) => !JSON.stringify(record).includes('"Collector"'))
    .map((record) => {
      const { observedOn: _, ...rest } = record as unknown as Record<string, unknown>;
      const isSnapshot = rest["storageMode"] === "SNAPSHOT";
      return Object.fromEntries(Object.entries(rest).filter(([key]) => !(isSnapshot && key === "collectedOn")));
    });
}
