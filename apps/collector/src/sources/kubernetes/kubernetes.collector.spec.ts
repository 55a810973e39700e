import { afterEach, describe, expect, it } from "@jest/globals";
import { type CollectContext, InMemoryPublisher, runCollector } from "@binnacle/collector";
import { type CatalogRecord, nowTimestamp } from "@binnacle/contract";
import { ConfigurationError } from "@binnacle/errors";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubernetesApi, type StoredObject } from "../../testing/kubernetes-api.js";
import { namesOf } from "../../testing/names-of.js";
import { until } from "../../testing/until.js";
import { objectsOf, optionsOf, readShop, type Shop } from "./fixtures/shop.js";
import { KubernetesCollector } from "./kubernetes.collector.js";
import type { KubernetesOptions } from "./kubernetes.options.js";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const POD = "b0000000-0000-4000-8000-000000000003";
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

describe("a list", () => {
  it("has every instance, its deployment, service and images, and what runs since when", async () => {
    const { report, records } = await list(await start());
    expect(report).toMatchObject({ outcome: "ok", failureCount: 0 });
    expect(records.flatMap((record) => (record.kind === "sweep" ? [record.resourceType] : []))).toEqual([
      "Service",
      "ServiceDeployment",
      "ServiceInstance",
      "ContainerImage",
    ]);
    expect(namesOf(records, "Service")).toEqual(["ledger", "node-exporter", "orders"]);
    expect(namesOf(records, "ServiceDeployment")).toEqual(["ledger/shop", "node-exporter/monitoring", "orders/shop"]);
    expect(namesOf(records, "ServiceInstance")).toEqual([
      "ledger/shop/ledger-0",
      "node-exporter/monitoring/node-exporter-w8r2t",
      "orders/shop/orders-web-7d9f4b6c58-q9m4d",
      "orders/shop/orders-web-7d9f4b6c58-x2x7k",
    ]);
    expect(namesOf(records, "ContainerImage")).toHaveLength(4);
    const version = records.find(
      (record) =>
        record.kind === "reading" && record.type === "DeployedVersion" && record.resource.name === "orders/shop",
    );
    expect(version).toMatchObject({
      value: { version: "1.4.2", images: [{ container: "envoy" }, { container: "orders" }] },
    });
  });

  it("gives the same values when nothing has changed", async () => {
    const started = await start();
    const values = ({ records }: { records: CatalogRecord[] }) =>
      records.map((record) =>
        record.kind === "reading" ? [record.resource.name, record.type, record.value] : record.kind,
      );
    expect(values(await list(started))).toEqual(values(await list(started)));
  });

  it("asks for the namespaces that it is told, each by itself", async () => {
    const started = await start({ options: { namespaces: ["shop"] } });
    const { records } = await list(started);
    expect(namesOf(records, "Service")).toEqual(["ledger", "orders"]);
    expect(started.api.requests.every((url) => url.includes("/namespaces/shop/"))).toBe(true);
  });

  it("leaves out the namespaces that it is told to", async () => {
    const { records } = await list(await start({ options: { excludeNamespaces: ["shop"] } }));
    expect(namesOf(records, "Service")).toEqual(["node-exporter"]);
  });

  it("takes the pods' word where their workloads may not be read, and says so", async () => {
    const started = await start();
    started.api.failNext(/deployments/, 403, "Forbidden");
    started.api.failNext(/replicasets\?/, 403, "Forbidden");
    started.api.failNext(/replicasets\/orders/, 403, "Forbidden");
    const { report, records } = await list(started);
    expect(report).toMatchObject({ outcome: "partial", failureCount: 2 });
    expect(report.failures[0]!.detail).toContain("Deployments cannot be read: GET /apis/apps/v1/deployments: HTTP 403");
    expect(namesOf(records, "ServiceInstance")).toHaveLength(4);
    expect(records.find((record) => record.kind === "reading" && record.resource.name.endsWith("x2x7k"))).toMatchObject(
      { value: { workload: { kind: "Deployment", name: "orders-web" }, version: "1.4.2" } },
    );
  });

  it("keeps what it found before the pods could not be read, and fails", async () => {
    const started = await start();
    started.api.failNext(/pods/, 401, "Unauthorized");
    const { report, records } = await list(started);
    expect(report).toMatchObject({ outcome: "failed" });
    expect(namesOf(records, "Service")).toHaveLength(3);
  });
});

describe("a watch", () => {
  it("tells at once of a pod that starts, becomes ready and ends", async () => {
    const { api, watch } = await start();
    const shop = readShop();
    const pod = shop.pods.find(({ metadata }) => metadata!.uid === POD)!;
    Object.assign(pod.metadata!, { uid: "new", name: "ledger-1" });
    const ready = pod.status!.conditions!.find(({ type }) => type === "Ready")!;
    const records = await watch(async (seen) => {
      ready.status = "False";
      api.put("pods", structuredClone(pod) as StoredObject);
      await until(() => valuesOf(seen, "ledger-1", "HealthCheck").length === 1);
      ready.status = "True";
      api.put("pods", structuredClone(pod) as StoredObject);
      await until(() => valuesOf(seen, "ledger-1", "HealthCheck").length === 2);
      api.delete("pods", "new", (object) => ({
        ...object,
        metadata: { ...object.metadata, deletionTimestamp: "2026-05-04T09:00:30Z" },
      }));
      await until(() => seen.some(({ kind }) => kind === "removal"));
    });
    expect(valuesOf(records, "ledger-1", "HealthCheck")).toMatchObject([{ status: "degraded" }, { status: "up" }]);
    expect(valuesOf(records, "ledger-1", "ServiceEvent")).toEqual([
      { event: "start", container: "ledger" },
      { event: "stop", reason: "Deleted" },
    ]);
    expect(valuesOf(records, "ledger-1", "InstanceInfo")).toHaveLength(1);
    expect(records.at(-1)).toMatchObject({ kind: "removal", resource: { name: "ledger/shop/ledger-1" } });
  });

  it("asks for the workload of a pod that it has not heard of", async () => {
    const { api, watch } = await start({ shop: { deployments: [], replicasets: [], pods: [] } });
    const { deployments, replicasets, pods } = readShop();
    const records = await watch(async (seen) => {
      api.put("deployments", deployments[0] as StoredObject);
      for (const set of replicasets) api.put("replicasets", set as StoredObject);
      api.put("pods", pods[0] as StoredObject);
      await until(() => namesOf(seen, "ServiceInstance").length === 1);
    });
    expect(namesOf(records, "ServiceInstance")).toEqual(["orders/shop/orders-web-7d9f4b6c58-x2x7k"]);
    expect(api.requests.filter((url) => /\/(deployments|replicasets)\/orders/.test(url))).toHaveLength(2);
  });

  it("goes on where it was after the connection has ended, or was cut", async () => {
    const { api, watch } = await start();
    const pod = readShop().pods[0]!;
    const named = (name: string) => ({ ...pod, metadata: { ...pod.metadata!, name, uid: name } }) as StoredObject;
    const records = await watch(async (seen) => {
      api.endWatches("end");
      api.put("pods", named("first"));
      await until(() => namesOf(seen, "ServiceInstance").includes("orders/shop/first"));
      api.endWatches("destroy");
      api.put("pods", named("second"));
      await until(() => namesOf(seen, "ServiceInstance").includes("orders/shop/second"));
    });
    expect(namesOf(records, "ServiceInstance").filter((name) => /first|second/.test(name))).toHaveLength(2);
    expect(api.requests.filter((url) => url.includes("/pods?") && !url.includes("watch="))).toHaveLength(1);
  });

  it("lists anew where the server has forgotten its place, and finds what is gone meanwhile", async () => {
    const { api, watch } = await start();
    const records = await watch(async (seen) => {
      api.answerNext(/watch=/, (_, response) => response.end());
      api.endWatches();
      await until(() => api.watchCount === 0);
      api.delete("pods", POD);
      api.compact();
      await until(() => seen.some(({ kind }) => kind === "removal"));
    });
    expect(records.filter(({ kind }) => kind === "removal")).toMatchObject([
      { resource: { name: "ledger/shop/ledger-0" } },
    ]);
  });

  it("does not take a pod that was made anew under its old name for gone", async () => {
    const { api, watch } = await start();
    const anew = readShop().pods.find(({ metadata }) => metadata!.uid === POD)!;
    Object.assign(anew.metadata!, { uid: "anew" });
    anew.status!.containerStatuses![0]!.restartCount = 9;
    const records = await watch(async (seen) => {
      api.answerNext(/watch=/, (_, response) => response.end());
      api.endWatches();
      await until(() => api.watchCount === 0);
      api.delete("pods", POD);
      api.put("pods", anew as StoredObject);
      api.compact();
      await until(() => valuesOf(seen, "ledger-0", "InstanceInfo").length === 2 && api.watchCount === 1);
    });
    expect(records.some(({ kind }) => kind === "removal")).toBe(false);
  });

  it("remembers the place that a bookmark tells", async () => {
    const { api, watch } = await start();
    await watch(async () => {
      api.compact();
      api.bookmark();
      api.endWatches();
      await until(() => api.watchCount === 1);
    });
    expect(api.requests.filter((url) => url.includes("/pods?") && !url.includes("watch="))).toHaveLength(1);
  });

  it("is left out where it is not allowed, and says so", async () => {
    const { api, watch, warnings } = await start();
    api.failNext(/watch=/, 403, "Forbidden");
    await watch(async () => until(() => warnings.length > 0));
    expect(warnings).toEqual([expect.stringContaining("pods cannot be watched")]);
  });

  it("ends when it is told to", async () => {
    const { watch } = await start({ endIn: 2_000 });
    // Nothing else would end it for minutes.
    await watch(async () => {});
  });
});

describe("the configuration", () => {
  it("is refused at the start where it leads to no cluster", () => {
    const directory = mkdtempSync(join(tmpdir(), "kubeconfig-"));
    cleanUps.push(() => rmSync(directory, { recursive: true }));
    const kubeconfig = join(directory, "config");
    expect(() => new KubernetesCollector(optionsOf({ kubeconfig }))).toThrow(ConfigurationError);
    writeFileSync(kubeconfig, '{"clusters":[],"contexts":[],"users":[]}');
    expect(() => new KubernetesCollector(optionsOf({ kubeconfig }))).toThrow("names no cluster");
    expect(() => new KubernetesCollector(optionsOf({ kubeconfig, context: "prod" }))).toThrow('has no "prod"');
  });
});

async function start(order: { shop?: Partial<Shop>; options?: Partial<KubernetesOptions>; endIn?: number } = {}) {
  const api = await KubernetesApi.start(objectsOf({ ...readShop(), ...order.shop }));
  const directory = mkdtempSync(join(tmpdir(), "kubeconfig-"));
  cleanUps.push(
    () => api.stop(),
    () => rmSync(directory, { recursive: true }),
  );
  const kubeconfig = join(directory, "config");
  writeFileSync(kubeconfig, api.kubeconfig());
  const collector = new KubernetesCollector(optionsOf({ kubeconfig, pageSize: 10, ...order.options }));
  const warnings: string[] = [];

  /** What a run yields whose watch goes on until `whileWatching` is done. */
  const watch = async (whileWatching: (seen: CatalogRecord[]) => Promise<void>): Promise<CatalogRecord[]> => {
    const run = new AbortController();
    const context: CollectContext = {
      source: "kubernetes",
      startedOn: nowTimestamp(),
      signal: run.signal,
      endBy: Date.now() + (order.endIn ?? 60_000),
      logger: quiet,
      now: nowTimestamp,
      warn: (detail) => void warnings.push(detail),
      progress: () => {},
    };
    const seen: CatalogRecord[] = [];
    const collected = (async () => {
      for await (const record of collector.collect(context)) seen.push(record);
    })();
    await until(() => api.requests.some((url) => url.includes("watch=")));
    await whileWatching(seen);
    if (order.endIn === undefined) run.abort();
    await collected;
    return seen;
  };
  return { api, collector, watch, warnings };
}

async function list({ collector }: { collector: KubernetesCollector }) {
  const publisher = new InMemoryPublisher();
  const report = await runCollector(collector, { publisher, logger: quiet, retries: 0 });
  const records = publisher.records.filter((record) => record.kind !== "reading" || record.type !== "CollectorRun");
  return { report, records };
}

function valuesOf(records: CatalogRecord[], pod: string, type: string): unknown[] {
  return records.flatMap((record) =>
    record.kind === "reading" && record.type === type && record.resource.name.endsWith(`/${pod}`) ? [record.value] : [],
  );
}
