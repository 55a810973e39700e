import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector } from "@binnacle/collector";
import { type Answering, sendJson, SOURCE_FAULTS, SourceServer } from "../../testing/source-server.js";
import { inspectValue, parseJson } from "@binnacle/contract";
import { EgressMeshCollector } from "./mesh.collector.js";
import { meshQueries } from "./mesh.mapping.js";
import { EgressMeshOptions, EnvoyOptions } from "./mesh.options.js";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
/** What Prometheus 2.42 answered to the expressions, over counters of Istio and Envoy of our making. */
const recorded: { expression: string; answer: unknown }[] = JSON.parse(
  readFileSync(new URL("fixtures/prometheus.json", import.meta.url), "utf8"),
);
const answerRecorded: Answering = ({ body }, response) => {
  const asked = new URLSearchParams(body).get("query");
  const found = recorded.find(({ expression }) => expression === asked);
  if (found) sendJson(response, found.answer);
  else sendJson(response, { status: "error", errorType: "bad_data", error: `not recorded: ${asked}` }, { status: 400 });
};

let server: SourceServer | undefined;
afterEach(() => server?.close());

describe(EgressMeshCollector.name, () => {
  it("publishes what each deployment called, as the callers' proxies counted it", async () => {
    const { report, values } = await collect(answerRecorded, { envoy: new EnvoyOptions() });
    expect(report).toMatchObject({ outcome: "ok", failureCount: 0 });
    expect(values).toEqual({
      "orders/shop": [
        { resourceType: "Host", resourceName: "api.carrier.example", protocols: ["http"] },
        { resourceType: "Service", resourceName: "payments", protocols: ["grpc", "http"] },
      ],
      "payments/shop": [{ resourceType: "Service", resourceName: "ledger-db", protocols: ["tcp"] }],
      "carts/shop": [
        { resourceType: "Service", resourceName: "prices", protocols: ["http"] },
        { resourceType: "Service", resourceName: "stock", protocols: ["http"] },
      ],
    });
  });

  it("takes what comes in for no call, by the names that Istio gives to Envoy's clusters", () => {
    const options = { window: "1d", environment: undefined as never, istio: false, envoy: new EnvoyOptions() };
    const [query] = meshQueries(options);
    const labels = (cluster: string) => ({ app: "carts", namespace: "shop", envoy_cluster_name: cluster });
    expect(query?.map(labels("inbound|8080|http|carts.shop.svc.cluster.local"))).toBeUndefined();
    expect(query?.map(labels("outbound|8080||stock.shop.svc.cluster.local"))).toEqual({
      caller: { service: "carts", environment: "shop" },
      callee: { host: "stock.shop.svc.cluster.local", port: 8080 },
      protocol: "http",
    });
    expect(query?.map(labels("PassthroughCluster"))).toBeUndefined();
  });

  it("publishes references, as the catalog finds them in a reading", async () => {
    const { values } = await collect(answerRecorded);
    const text = JSON.stringify({ calls: values["orders/shop"] });
    expect(inspectValue(parseJson(text), Buffer.byteLength(text))).toMatchObject({
      references: [
        { resourceType: "Host", resourceName: "api.carrier.example" },
        { resourceType: "Service", resourceName: "payments" },
      ],
    });
  });

  it("calls the environment and what is called as it is told", async () => {
    const { values } = await collect(answerRecorded, {
      environment: "production",
      callees: [
        { match: "*.carrier.example", type: "Partner", name: "carrier" },
        { match: "payments.shop.svc.*", service: "payments", environment: "production" },
      ],
    });
    expect(values["orders/production"]).toEqual([
      { resourceType: "Partner", resourceName: "carrier", protocols: ["http"] },
      { resourceType: "ServiceDeployment", resourceName: "payments/production", protocols: ["grpc", "http"] },
    ]);
  });

  it("publishes nothing where one of its questions is not answered: a part would look like the whole", async () => {
    const partly: Answering = (asked, response) =>
      asked.body.includes("istio_tcp")
        ? sendJson(response, { status: "error", error: "too many samples" }, { status: 422 })
        : answerRecorded(asked, response);
    const { report, values } = await collect(partly);
    expect([report.outcome, values]).toEqual(["failed", {}]);
    expect(report.failures[0]?.detail).toContain("too many samples");
  });

  it.each(SOURCE_FAULTS)("fails with what it was told: $fault", async ({ answer, says }) => {
    const { report } = await collect(answer);
    expect(report.outcome).toBe("failed");
    expect(report.failures[0]?.detail).toMatch(says);
  });

  it("fails where an answer is no vector", async () => {
    const { report } = await collect((_, response) =>
      sendJson(response, { status: "success", data: { resultType: "matrix", result: [] } }),
    );
    expect(report.failures[0]?.detail).toContain("is a matrix, no vector");
  });
});

async function collect(answer: Answering, options: Partial<EgressMeshOptions> = {}) {
  server = await SourceServer.start(answer);
  const publisher = new InMemoryPublisher();
  const collector = new EgressMeshCollector(Object.assign(new EgressMeshOptions(), { url: server.url, ...options }));
  const report = await runCollector(collector, { publisher, logger: quiet, retries: 0, timeout: "20s" });
  const readings = publisher.records.flatMap((record) => (record.kind === "reading" ? [record] : []));
  const values = Object.fromEntries(
    readings.map(({ resource, value }) => [resource.name, (value as { calls: unknown }).calls]),
  );
  return { report, values };
}
