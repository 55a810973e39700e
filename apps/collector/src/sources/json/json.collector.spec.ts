import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector, type RunCollectorOptions, testCollector } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { ConfigurationError } from "@binnacle/errors";
import { validateConfiguration } from "@binnacle/platform";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sendJson, SOURCE_FAULTS, SourceServer } from "../../testing/source-server.js";
import { JsonCollector } from "./json.collector.js";
import { JsonOptions } from "./json.options.js";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const FLAGS = {
  items: "items",
  records: [
    {
      type: "FeatureFlag",
      name: 'project & "/" & key',
      readings: [
        { type: "FlagState", value: { id: "id", isOn: "enabled", rollout: "rollout.percentage", owners: "[owners]" } },
      ],
    },
  ],
};
const EVERYTHING = { records: [{ type: "Thing", name: "id" }] };

let server: SourceServer;
let directory: string;

beforeEach(async () => {
  server = await SourceServer.start((_, response) => sendJson(response, []));
  directory = await mkdtemp(join(tmpdir(), "json-source-"));
});

afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

describe("a source that speaks JSON over HTTP", () => {
  it("needs no code: its pages become records, digit for digit", async () => {
    server.answer = ({ url }, response) =>
      sendJson(response, fixture(url.includes("cursor=") ? "flags-page-2.json" : "flags-page-1.json"));
    const { report, records } = await collect({
      url: `${server.url}/api/flags`,
      paging: { next: "links.next" },
      ...FLAGS,
    });
    expect(report).toMatchObject({ outcome: "ok", failureCount: 0 });
    expect(server.requests.map(({ url }) => url)).toEqual(["/api/flags", "/api/flags?cursor=b2Zmc2V0PTI"]);
    expect(names(records)).toEqual(["shop/new-basket", "shop/dark-mode", "search/fast-search"]);
    expect(
      records.filter(({ kind }) => kind === "reading").map((record) => JSON.stringify((record as any).value)),
    ).toEqual([
      '{"id":9007199254740993,"isOn":true,"rollout":25.5,"owners":["payments"]}',
      '{"id":9007199254740995,"isOn":false,"owners":["web","design"]}',
      '{"id":12,"isOn":true,"owners":[]}',
    ]);
  });

  it("follows the Link header without being told", async () => {
    server.answer = ({ url }, response) =>
      url === "/things?page=2"
        ? sendJson(response, [{ id: 2 }])
        : sendJson(response, [{ id: 1 }], { headers: { link: '</things?page=2>; rel="next"' } });
    const { records } = await collect({ url: `${server.url}/things`, ...EVERYTHING });
    expect(names(records)).toEqual(["1", "2"]);
  });

  it("counts pages until one has nothing on it", async () => {
    server.answer = ({ url }, response) => {
      const page = Number(new URL(url, server.url).searchParams.get("page"));
      sendJson(response, page < 2 ? [{ id: page }] : []);
    };
    const { records } = await collect({
      url: `${server.url}/things?size=1`,
      paging: { parameter: "page", first: 0 },
      ...EVERYTHING,
    });
    expect(names(records)).toEqual(["0", "1"]);
    expect(server.requests.map(({ url }) => url)).toEqual(["0", "1", "2"].map((page) => `/things?size=1&page=${page}`));
  });

  it("hands on the token of the next page as a parameter", async () => {
    server.answer = ({ url }, response) =>
      sendJson(response, url.includes("after=b") ? { data: [{ id: 2 }] } : { data: [{ id: 1 }], cursor: "b" });
    const { records } = await collect({
      url: `${server.url}/things`,
      paging: { next: "cursor", parameter: "after" },
      items: "data",
      ...EVERYTHING,
    });
    expect(names(records)).toEqual(["1", "2"]);
  });

  it("ends a list that goes in circles, or on for ever, and keeps what it had", async () => {
    server.answer = (_, response) => sendJson(response, { data: [{ id: 1 }], next: "?page=2" });
    const circle = await collect({ url: `${server.url}/a`, paging: { next: "next" }, items: "data", ...EVERYTHING });
    expect(circle.report).toMatchObject({ outcome: "failed" });
    expect(circle.report.failures).toMatchObject([{ detail: expect.stringContaining("goes in circles") }]);
    expect(names(circle.records)).toEqual(["1", "1"]);

    const paging = { parameter: "page", maxPages: 3 };
    const endless = await collect({ url: `${server.url}/a`, paging, items: "data", ...EVERYTHING });
    expect(endless.report.failures).toMatchObject([{ detail: expect.stringContaining("raise paging.maxPages") }]);
    expect(names(endless.records)).toEqual(["1", "1", "1"]);
  });

  it("sends a POST with its body, headers and the secrets of the environment", async () => {
    process.env["JSON_SPEC_TOKEN"] = "s3cret-token";
    process.env["JSON_SPEC_KEY"] = "s3cret-key";
    server.answer = (_, response) => sendJson(response, { hits: [{ id: 1 }] });
    const { records } = await collect({
      url: `${server.url}/search`,
      method: "POST",
      body: { query: "*" },
      headers: { "x-tenant": "shop" },
      headersFrom: { "x-api-key": "JSON_SPEC_KEY" },
      tokenFrom: "JSON_SPEC_TOKEN",
      items: "hits",
      ...EVERYTHING,
    });
    expect(names(records)).toEqual(["1"]);
    expect(server.requests).toMatchObject([
      {
        method: "POST",
        body: '{"query":"*"}',
        headers: { "x-tenant": "shop", "x-api-key": "s3cret-key", authorization: "Bearer s3cret-token" },
      },
    ]);
  });

  it("keeps its secrets to the source, and out of what it says", async () => {
    process.env["JSON_SPEC_TOKEN"] = "s3cret-token";
    const other = await SourceServer.start((_, response) => sendJson(response, [{ id: "elsewhere" }]));
    server.answer = (_, response) =>
      sendJson(response, [{ echoed: "Bearer s3cret-token" }], { headers: { link: `<${other.url}/more>; rel="next"` } });
    const { report, records } = await collect({ url: server.url, tokenFrom: "JSON_SPEC_TOKEN", ...EVERYTHING });
    await other.close();
    expect(names(records)).toEqual(["elsewhere"]);
    expect(other.requests[0]!.headers).not.toHaveProperty("authorization");
    expect(report.failures[0]!.detail).toContain("gives nothing");
    expect(JSON.stringify(report)).not.toContain("s3cret");
  });

  it("publishes what has not changed again, without having it sent again", async () => {
    const statuses: number[] = [];
    server.answer = ({ headers }, response) => {
      statuses.push(headers["if-none-match"] === '"v1"' ? 304 : 200);
      if (statuses.at(-1) === 304) response.writeHead(304).end();
      else sendJson(response, [{ id: 1 }], { headers: { etag: '"v1"' } });
    };
    const collector = collectorOf({ url: `${server.url}/things`, ...EVERYTHING });
    const runs = [await run(collector), await run(collector)];
    expect(statuses).toEqual([200, 304]);
    expect(runs.map(({ records }) => names(records))).toEqual([["1"], ["1"]]);
  });

  it("says the same again when nothing has changed", async () => {
    server.answer = (_, response) => sendJson(response, fixture("flags-page-1.json"));
    const test = await testCollector(() =>
      collectorOf({ url: `${server.url}/api/flags`, owns: ["FeatureFlag"], ...FLAGS }),
    );
    expect(test.report).toBe("");
    expect(test.sweeps).toMatchObject([{ resourceType: "FeatureFlag", count: 2 }]);
  });

  it("says of a fault where, what and on what, and keeps the other items", async () => {
    server.answer = (_, response) => sendJson(response, [{ id: 1 }, { name: "without id" }, { id: 3 }]);
    const { report, records } = await collect({ url: `${server.url}/things?key=1`, ...EVERYTHING });
    expect(report.outcome).toBe("partial");
    expect(names(records)).toEqual(["1", "3"]);
    expect(report.failures).toMatchObject([
      { code: "WARNING", detail: `${server.url}/things: records[0].name: gives nothing, on {"name":"without id"}` },
    ]);
  });

  it.each(SOURCE_FAULTS)("survives $fault", async ({ says, answer }) => {
    server.answer = answer;
    const { report } = await collect({ url: `${server.url}/things`, ...EVERYTHING });
    expect(report.outcome).toBe("failed");
    expect(report.failures).toMatchObject([{ detail: expect.stringMatching(says) }]);
  });

  it("gives up on an answer that is too large, or does not come", async () => {
    server.answer = (_, response) => void response.writeHead(200).end(`["${"x".repeat(2 * 1024 * 1024)}"]`);
    const large = await collect({ url: server.url, maxMegabytes: 1, ...EVERYTHING });
    expect(large.report.failures).toMatchObject([{ detail: expect.stringContaining("more than 1048576 bytes") }]);

    server.answer = () => {};
    const mute = await collect({ url: server.url, timeout: "50ms", ...EVERYTHING });
    expect(mute.report.failures).toMatchObject([{ detail: expect.stringContaining("within 0.05 s") }]);
  });

  it("keeps what one of several gives when another does not answer", async () => {
    server.answer = ({ url }, response) =>
      url === "/a" ? sendJson(response, "gone", { status: 410 }) : sendJson(response, [{ id: url }]);
    const { report, records } = await collect({ urls: [`${server.url}/a`, `${server.url}/b`], ...EVERYTHING });
    expect(report).toMatchObject({ outcome: "partial", failures: [{ detail: expect.stringContaining("410 Gone") }] });
    expect(names(records)).toEqual(["/b"]);
  });
});

describe("a source of files", () => {
  it("reads JSON, YAML of several documents and NDJSON, by pattern", async () => {
    await write("a.json", '[{"id": 9007199254740993}]');
    await write("b.yaml", "id: b1\n---\n- id: 9007199254740995\n");
    await write("c.ndjson", '{"id":"c1"}\n\n{"id":"c2"}\n');
    await write("ignored.txt", "no");
    const { report, records } = await collect({ files: [join(directory, "*.{json,yaml,ndjson}")], ...EVERYTHING });
    expect(report.outcome).toBe("ok");
    expect(names(records)).toEqual(["9007199254740993", "b1", "9007199254740995", "c1", "c2"]);
  });

  it("says what cannot be read, and reads the rest", async () => {
    await write("a.ndjson", '{"id":"a1"}\n{"id":\n{"id":"a3"}\n');
    await write("b.yaml", "id: [\n---\nid: b2\n");
    await write("c.json", `"${"x".repeat(1024 * 1024)}"`);
    const { report, records } = await collect({
      files: [join(directory, "*"), join(directory, "none.json")],
      maxMegabytes: 1,
      ...EVERYTHING,
    });
    expect(report.outcome).toBe("partial");
    expect(names(records)).toEqual(["a1", "a3", "b2"]);
    expect(report.failures.map(({ detail }) => detail.replace(directory, ""))).toEqual([
      "/none.json there is no such file",
      expect.stringMatching(/^\/a\.ndjson: .+ \(line 2, /),
      expect.stringMatching(/^\/b\.yaml: document 1 is not valid YAML: /),
      "/c.json is 1048578 bytes long, more than the 1048576 that are read",
    ]);
  });
});

describe("the options", () => {
  it.each([
    [{}, /one of url, urls and files must say where the documents are/],
    [{ url: "http://a.test", body: {} }, /say method: POST/],
    [{ url: "http://a.test", owns: ["Other"] }, /owns names Other/],
    [{ url: "http://a.test", tokenFrom: "NOT_SET_ANYWHERE" }, /NOT_SET_ANYWHERE/],
    [{ url: "http://me:pw@a.test" }, /url must be an http or https URL without credentials/],
    [{ url: "http://a.test", items: "data[" }, /items is no JSONata/],
    [{ url: "http://a.test", headers: { a: 1 } }, /headers must be a mapping of names to texts/],
    [{ url: "http://a.test", records: [] }, /records should not be empty/],
  ])("are refused at the start: %j", (options, fault) => {
    expect(() => collectorOf({ ...EVERYTHING, ...options })).toThrow(fault);
    expect(() => collectorOf({ ...EVERYTHING, ...options })).toThrow(ConfigurationError);
  });
});

function collectorOf(options: object): JsonCollector {
  return new JsonCollector(validateConfiguration(JsonOptions, options, "options"));
}

function collect(options: object) {
  return run(collectorOf(options), { timeout: "20s" });
}

async function run(collector: JsonCollector, settings: RunCollectorOptions = {}) {
  const publisher = new InMemoryPublisher();
  const report = await runCollector(collector, { publisher, logger: quiet, retries: 0, ...settings });
  return { report, records: publisher.records.filter((record) => !JSON.stringify(record).includes('"CollectorRun"')) };
}

function names(records: CatalogRecord[]): string[] {
  return records.flatMap((record) => (record.kind === "resource" ? [record.name] : []));
}

function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");
}

function write(name: string, text: string): Promise<void> {
  return writeFile(join(directory, name), text);
}
