import { afterEach, describe, expect, it } from "@jest/globals";
import { type CollectContext, InMemoryPublisher, runCollector } from "@binnacle/collector";
import { type CatalogRecord, nowTimestamp } from "@binnacle/contract";
import { readFileSync } from "node:fs";
import { ConsulApi } from "../../testing/consul-api.js";
import { SOURCE_FAULTS, SourceServer } from "../../testing/source-server.js";
import { namesOf } from "../../testing/names-of.js";
import { until } from "../../testing/until.js";
import type { ConsulEntry } from "./consul.client.js";
import { ConsulCollector } from "./consul.collector.js";
import { ConsulOptions } from "./consul.options.js";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

describe("a list", () => {
  it("has every instance of every service, but for proxies and what is left out", async () => {
    const { report, records } = await list(await start());
    expect(report).toMatchObject({ outcome: "ok", failureCount: 0 });
    expect(records.flatMap((record) => (record.kind === "sweep" ? [record.resourceType] : []))).toEqual([
      "Service",
      "ServiceDeployment",
      "ServiceInstance",
    ]);
    expect(namesOf(records, "ServiceInstance")).toEqual([
      "ledger/eu1/db-1/ledger",
      "orders/production/web-1/orders-8080",
      "orders/production/web-2/orders-8080",
    ]);
    expect(namesOf(records, "Service")).toEqual(["ledger", "orders"]);
    expect(namesOf(records, "ServiceDeployment")).toEqual(["ledger/eu1", "orders/production"]);
  });

  it("asks any server, but the leader where that server has lost it", async () => {
    const api = await start();
    api.staleHeaders = { "x-consul-lastcontact": "12000" };
    await list(api);
    const asked = api.requests.filter(({ url }) => url.startsWith("/v1/catalog/services"));
    expect(asked.map(({ url }) => new URL(url, api.url).searchParams.has("stale"))).toEqual([true, false]);
  });

  it("says that it may be cut where the token does not see everything", async () => {
    const api = await start();
    api.headers = { "x-consul-results-filtered-by-acls": "true" };
    const { report } = await list(api);
    expect(report.outcome).toBe("partial");
    expect(report.failures[0]!.detail).toBe("the token may not see all services");
  });

  it("names the variable that the token comes from where it is refused", async () => {
    process.env["TEST_CONSUL_TOKEN"] = "0ld-t0ken";
    const api = await start("0ld-t0ken");
    const { report } = await list(api);
    expect(report.outcome).toBe("failed");
    expect(report.failures[0]!.detail).toMatch(/403 Forbidden[^]*TEST_CONSUL_TOKEN/);
    expect(JSON.stringify(report)).not.toContain("0ld-t0ken");
  });

  it.each(SOURCE_FAULTS.filter(({ fault }) => fault !== "expired credentials"))(
    "fails with a clear word on $fault",
    async ({ answer, says }) => {
      const server = await SourceServer.start(answer);
      cleanUps.push(() => server.close());
      const { report } = await list({ url: server.url });
      expect(report.outcome).toBe("failed");
      expect(report.failures[0]!.detail).toMatch(says);
    },
  );
});

describe("a watch", () => {
  it("tells at once of a check that fails, an instance that comes and one that goes", async () => {
    const api = await start();
    const records = await watch(api, async (seen) => {
      api.change((entries) => entries.map((entry) => (entry.Node.Node === "db-1" ? failing(entry) : entry)));
      await until(() => healthOf(seen, "db-1/ledger").includes("down"));
      await until(() => api.blockedCount === 2);
      api.change((entries) => [...entries, onNode(entries[0]!, "web-3")]);
      await until(() => namesOf(seen, "ServiceInstance").includes("orders/production/web-3/orders-8080"));
      await until(() => api.blockedCount === 2);
      api.change((entries) => entries.filter(({ Node }) => Node.Node !== "web-2"));
      await until(() => seen.some(({ kind }) => kind === "removal"));
    });
    expect(healthOf(records, "db-1/ledger")).toEqual(["up", "down"]);
    expect(healthOf(records, "web-1/orders-8080")).toEqual(["up"]);
    expect(records.filter(({ kind }) => kind === "removal")).toMatchObject([
      { resource: { name: "orders/production/web-2/orders-8080" } },
    ]);
  });

  it("misses nothing that happens while the list is read", async () => {
    const api = await start();
    const wasRead = () => api.requests.some(({ url }) => url.startsWith("/v1/health/service/ledger"));
    const records = await watch(
      api,
      async (seen) => until(() => healthOf(seen, "db-1/ledger").includes("down")),
      (record) => {
        // Between the list and the first blocking query.
        if (record.kind === "resource" && wasRead() && api.index === 40) api.change((entries) => entries.map(failing));
      },
    );
    expect(healthOf(records, "db-1/ledger").at(-1)).toBe("down");
  });

  it("begins anew where the index has gone backwards", async () => {
    const api = await start();
    await watch(api, async (seen) => {
      await until(() => api.blockedCount === 2);
      api.change((entries) => entries.map(failing), 7);
      await until(() => healthOf(seen, "db-1/ledger").includes("down"));
    });
    const indexes = api.requests.map(({ url }) => new URL(url, "http://consul").searchParams.get("index"));
    expect(indexes).toContain("0");
  });

  it("ends in time", async () => {
    const api = await start();
    const context = contextOf(new AbortController().signal, Date.now() + 1_000);
    for await (const record of collectorOf(api).collect(context)) expect(record.kind).toBeDefined();
    await until(() => api.blockedCount === 0);
  });
});

async function start(token?: string): Promise<ConsulApi> {
  const entries = JSON.parse(readFileSync(new URL("fixtures/health.json", import.meta.url), "utf8")) as ConsulEntry[];
  const api = await ConsulApi.start(entries);
  cleanUps.push(() => api.close());
  process.env["TEST_CONSUL_TOKEN"] = token ?? api.token;
  return api;
}

function collectorOf({ url }: { url: string }): ConsulCollector {
  return new ConsulCollector(Object.assign(new ConsulOptions(), { url, tokenFrom: "TEST_CONSUL_TOKEN" }));
}

async function list(api: { url: string }) {
  const publisher = new InMemoryPublisher();
  const report = await runCollector(collectorOf(api), { publisher, logger: quiet, retries: 0 });
  return { report, records: publisher.records };
}

async function watch(
  api: ConsulApi,
  whileWatching: (seen: CatalogRecord[]) => Promise<void>,
  onRecord: (record: CatalogRecord) => void = () => {},
): Promise<CatalogRecord[]> {
  const seen: CatalogRecord[] = [];
  let isOver = false;
  const collected = (async () => {
    for await (const record of collectorOf(api).collect(contextOf(new AbortController().signal, Date.now() + 60_000))) {
      seen.push(record);
      onRecord(record);
      if (isOver) break;
    }
  })();
  await until(() => api.requests.some(({ url }) => url.includes("index=")));
  await whileWatching(seen);
  isOver = true;
  await api.close();
  await collected.catch(() => {});
  return seen;
}

function contextOf(signal: AbortSignal, endBy: number): CollectContext {
  return {
    source: "consul",
    startedOn: nowTimestamp(),
    signal,
    endBy,
    logger: quiet,
    now: nowTimestamp,
    warn() {},
    progress() {},
  };
}

function failing(entry: ConsulEntry): ConsulEntry {
  return { ...entry, Checks: entry.Checks.map((check) => ({ ...check, Status: "critical" })) };
}

function onNode(entry: ConsulEntry, Node: string): ConsulEntry {
  return {
    ...entry,
    Node: { ...entry.Node, Node },
    Checks: entry.Checks.map((check) => ({ ...check, Node })),
  };
}

function healthOf(records: CatalogRecord[], instance: string): string[] {
  return records.flatMap((record) =>
    record.kind === "reading" && record.type === "HealthCheck" && record.resource.name.endsWith(`/${instance}`)
      ? [(record.value as { status: string }).status]
      : [],
  );
}
