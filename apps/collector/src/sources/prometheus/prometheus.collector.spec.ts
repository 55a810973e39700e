import { afterEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { validateConfiguration } from "@binnacle/platform";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sendJson, SOURCE_FAULTS, SourceServer } from "../../testing/source-server.js";
import { PrometheusCollector } from "./prometheus.collector.js";
import { PrometheusOptions } from "./prometheus.options.js";

/** Debian's package `prometheus` has it; where it is not installed, the tests that need it say that they were left out. */
const withPrometheus = isInstalled("prometheus") ? it : it.skip;
const resource = { type: "ServiceDeployment", name: "{service}/{environment}" };
const depth = { query: "queue_depth", resource, readingType: "QueueDepth" };
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

describe("a real Prometheus", () => {
  withPrometheus("evaluates expressions to readings, and says what is wrong with one of them", async () => {
    const shop = await serve((_, response) =>
      response
        .writeHead(200, { "content-type": "text/plain; version=0.0.4" })
        .end('queue_depth{service="orders",environment="production"} 3.25\n'),
    );
    const url = await startPrometheus(shop.url);
    const queries = [
      depth,
      { ...depth, query: "queue_depth * 2", field: "twice" },
      { ...depth, query: "sum by (service", field: "broken" },
      { ...depth, query: "queue_depth[1m]", field: "range" },
    ];
    let run = await collect({ url, queries });
    for (let tries = 0; run.records.length === 0 && tries < 100; tries++) {
      await sleep(200);
      run = await collect({ url, queries });
    }
    expect(run.records).toMatchObject([
      { resource: { name: "orders/production" }, type: "QueueDepth", value: { value: 3.25, twice: 6.5 } },
    ]);
    expect(run.report).toMatchObject({ outcome: "partial" });
    expect(run.report.failures.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^QueueDepth\.broken: bad_data: .*parse error/),
      expect.stringMatching(/^QueueDepth\.range: evaluates to a matrix/),
    ]);
  });
});

describe("the HTTP API", () => {
  it("is asked for the same moment by every query, with the credentials from the environment", async () => {
    process.env["TEST_PROMETHEUS_TOKEN"] = "t0ken";
    const server = await serve((_, response) => sendJson(response, recorded("gauge")));
    const queries = [depth, { ...depth, query: "other", field: "other" }];
    await collect({ url: `${server.url}/prometheus`, queries, tokenFrom: "TEST_PROMETHEUS_TOKEN" });
    const asked = server.requests.map(({ body }) => new URLSearchParams(body));
    expect(asked.map((body) => body.get("query"))).toEqual(["queue_depth", "other"]);
    expect(new Set(asked.map((body) => body.get("time"))).size).toBe(1);
    expect(server.requests[0]).toMatchObject({
      method: "POST",
      url: "/prometheus/api/v1/query",
      headers: { authorization: "Bearer t0ken" },
    });
  });

  it("takes a user and a password, too", async () => {
    process.env["TEST_PROMETHEUS_PASSWORD"] = "pa:ss";
    const server = await serve((_, response) => sendJson(response, recorded("gauge")));
    await collect({ url: server.url, queries: [depth], username: "me", passwordFrom: "TEST_PROMETHEUS_PASSWORD" });
    expect(server.requests[0]!.headers.authorization).toBe(`Basic ${Buffer.from("me:pa:ss").toString("base64")}`);
  });

  it("makes the run partial where it warns", async () => {
    const server = await serve((_, response) =>
      sendJson(response, { ...recorded("gauge"), warnings: ["store gateway 10.0.0.7 did not answer"], infos: ["fyi"] }),
    );
    const { report, records } = await collect({ url: server.url, queries: [depth] });
    expect(report.outcome).toBe("partial");
    expect(report.failures[0]!.detail).toBe("QueueDepth.value: store gateway 10.0.0.7 did not answer");
    expect(records).toHaveLength(1);
  });

  it("lets one query that takes too long take no other along", async () => {
    const server = await serve(({ body }, response) => {
      const isSlow = body.includes("slow");
      const error = { status: "error", errorType: "timeout", error: "query timed out in expression evaluation" };
      sendJson(response, isSlow ? error : recorded("gauge"), {
        status: isSlow ? 503 : 200,
        headers: { "retry-after": "0" },
      });
    });
    const { report, records } = await collect({ url: server.url, queries: [{ ...depth, query: "slow" }, depth] });
    expect(report.outcome).toBe("partial");
    expect(report.failures.map(({ detail }) => detail)).toEqual(
      expect.arrayContaining([expect.stringContaining("query timed out")]),
    );
    expect(records).toHaveLength(1);
  });

  it.each(SOURCE_FAULTS.filter(({ fault }) => fault !== "errors of its own"))(
    "fails with a clear word on $fault",
    async ({ answer, says }) => {
      process.env["TEST_PROMETHEUS_TOKEN"] = "t0ken";
      const server = await serve(answer);
      const { report } = await collect({ url: server.url, queries: [depth], tokenFrom: "TEST_PROMETHEUS_TOKEN" });
      expect(report.outcome).toBe("failed");
      expect(report.failures[0]!.detail).toMatch(says);
      expect(JSON.stringify(report)).not.toContain("t0ken");
    },
  );

  it("is not taken for Prometheus where it answers other JSON", async () => {
    const server = await serve((_, response) => sendJson(response, { status: "ok" }));
    const { report } = await collect({ url: server.url, queries: [depth] });
    expect(report.failures[0]!.detail).toContain("no answer of Prometheus's");
  });
});

describe("the configuration", () => {
  const url = "http://127.0.0.1:9090";

  it("says what is wrong with a query", () => {
    expect(() =>
      options({ url, queries: [{ ...depth, readingType: "1", storageMode: "LATEST", field: "a-b" }] }),
    ).toThrow(/readingType[^]*storageMode[^]*field/);
  });

  it("is refused at the start where a secret is missing", () => {
    const create = (more: object) => () => new PrometheusCollector(options({ url, queries: [depth], ...more }));
    expect(create({ tokenFrom: "NOT_THERE" })).toThrow("tokenFrom names the environment variable NOT_THERE");
    expect(create({ username: "me" })).toThrow("username and passwordFrom go together");
    expect(create({ username: "me", passwordFrom: "NOT_THERE", tokenFrom: "X" })).toThrow("exclude each other");
  });
});

function options(given: object): PrometheusOptions {
  return validateConfiguration(PrometheusOptions, given, "options");
}

async function collect(given: object) {
  const publisher = new InMemoryPublisher();
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const report = await runCollector(new PrometheusCollector(options(given)), { publisher, logger, retries: 0 });
  const records = publisher.records.filter(
    (record: CatalogRecord) => record.kind !== "reading" || record.type !== "CollectorRun",
  );
  return { report, records };
}

async function serve(answer: SourceServer["answer"]): Promise<SourceServer> {
  const server = await SourceServer.start(answer);
  cleanUps.push(() => server.close());
  return server;
}

/** One that scrapes the given server five times a second. */
async function startPrometheus(target: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "prometheus-"));
  const scrape = { job_name: "shop", static_configs: [{ targets: [new URL(target).host] }] };
  // JSON is YAML, too.
  writeFileSync(
    join(folder, "prometheus.yml"),
    JSON.stringify({ global: { scrape_interval: "200ms", scrape_timeout: "200ms" }, scrape_configs: [scrape] }),
  );
  const address = `127.0.0.1:${await freePort()}`;
  const process = spawn(
    "prometheus",
    [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=${address}`,
    ],
    { stdio: "ignore" },
  );
  cleanUps.push(async () => {
    process.kill();
    await once(process, "exit");
    rmSync(folder, { recursive: true });
  });
  for (let tries = 0; tries < 150; tries++) {
    const answer = await fetch(`http://${address}/-/ready`).catch(() => undefined);
    if (answer?.ok) break;
    await sleep(100);
  }
  return `http://${address}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** As a real Prometheus 2.42 answered. */
function recorded(name: string): object {
  const answer = JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")) as {
    data: { result: { metric: Record<string, string> }[] };
  };
  answer.data.result = answer.data.result.filter(({ metric }) => metric["environment"] !== undefined);
  return answer;
}

function isInstalled(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
