import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, type Publisher } from "@binnacle/collector";
import { Metrics } from "@binnacle/platform";
import { SpanKind } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { type ReadableSpan, SimpleSpanProcessor, type SpanExporter, TracerProvider } from "@opentelemetry/sdk-trace";
import { gzipSync } from "node:zlib";
import { ReceiverMetrics } from "../../receiving/receiver-metrics.js";
import { Receivers } from "../../receiving/receivers.js";
import type { Receiver, ReceiverContext } from "../../receiving/receiver.js";
import { EgressTracesReceiver } from "./traces.receiver.js";
import { EgressTracesOptions } from "./traces.options.js";

const HOUR = 3_600_000;
const KUBERNETES = "stock.shop.svc.cluster.local";

let now: number;
let metrics: Metrics;
let lines: { fields: Record<string, unknown>; message: string }[];
let receivers: Receivers;
let publish: () => Promise<void>;

beforeEach(() => {
  now = 0;
  lines = [];
  metrics = new Metrics("collector");
});
afterEach(async () => {
  delete process.env["OTLP_TOKEN"];
  await receivers?.beforeApplicationShutdown();
});

describe(EgressTracesReceiver.name, () => {
  it.each(["json", "protobuf"])(
    "tells who calls whom from the spans of OpenTelemetry's SDK, as %s",
    async (encoding) => {
      const publisher = new InMemoryPublisher();
      const url = await start(publisher);
      const spans = await recordSpans();
      if (encoding === "json") await exportAll(new OTLPTraceExporter({ url }), spans);
      else
        expect(
          (await post(url, ProtobufTraceSerializer.serializeRequest(spans)!, "application/x-protobuf")).status,
        ).toBe(200);
      now += HOUR;
      await publish();
      expect(publisher.records).toMatchObject([
        { kind: "resource", type: "Service", name: "orders" },
        { kind: "resource", type: "ServiceDeployment", name: "orders/production", parent: { name: "orders" } },
        { kind: "reading", type: "EgressDependencies", resource: { name: "orders/production" } },
      ]);
      expect(callsOf(publisher)).toEqual([
        [
          "Database postgresql/db.acme.example/orders: postgresql",
          "Host api.carrier.example: http",
          "Service payments: grpc+http",
          "Service stock: http",
          "Topic kafka/order-events: kafka",
        ],
      ]);
    },
  );

  it("publishes only what has changed, and nothing before it has listened for a while", async () => {
    const publisher = new InMemoryPublisher();
    const url = await start(publisher, { window: "2h" });
    await post(url, traces("orders", { "peer.service": "payments" }));
    await publish();
    expect(publisher.records).toEqual([]);
    now += HOUR;
    await publish();
    await publish();
    expect(callsOf(publisher)).toEqual([["Service payments: other"]]);
    await post(url, traces("orders", { "peer.service": "stock", "http.request.method": "GET" }));
    await publish();
    // Payments has not been called for longer than the window.
    now += HOUR + 60_000;
    await publish();
    expect(callsOf(publisher).slice(1)).toEqual([
      ["Service payments: other", "Service stock: http"],
      ["Service stock: http"],
    ]);
  });

  it("tries again what could not be published", async () => {
    let isDown = true;
    const publisher = new InMemoryPublisher(() => (isDown ? "no topic" : undefined));
    const url = await start(publisher);
    await post(url, traces("orders", { "peer.service": "payments" }));
    now += HOUR;
    await publish();
    expect(lines.at(-1)?.message).toBe("calls could not be published; they are tried again");
    isDown = false;
    await publish();
    expect(callsOf(publisher)).toHaveLength(1);
  });

  it("leaves out spans of which nobody says whose they are, and says when there is no room", async () => {
    const publisher = new InMemoryPublisher();
    const url = await start(publisher, { maxCallers: 1, environment: undefined as never });
    await post(url, traces("orders", { "peer.service": "payments" }, {}));
    await post(url, traces("unknown_service:node", { "peer.service": "payments" }));
    await post(url, traces("a", { "peer.service": "payments" }));
    await post(url, traces("b", { "peer.service": "payments" }));
    now += HOUR;
    await publish();
    expect(publisher.records.map((record) => "name" in record && record.name)).toContain("a/production");
    expect(callsOf(publisher)).toHaveLength(1);
    expect(await metrics.text()).toMatch(/binnacle_collector_unassigned_total\{[^}]*\} 2/);
    expect(lines).toContainEqual(expect.objectContaining({ message: "there is no room for more callers or calls" }));
  });

  it.each([
    ["{", 400],
    ["[1", 400],
    ['{"resourceSpans":7}', 400],
    ['{"resourceSpans":[null]}', 400],
    ['{"resourceSpans":[{"scopeSpans":[{"spans":"x"}]}]}', 400],
    ["null", 400],
    ["{}", 200],
    [JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ kind: 3, attributes: [{}] }] }] }] }), 200],
  ])("answers what is %s with %d", async (body, status) => {
    const url = await start(new InMemoryPublisher());
    expect((await post(url, Buffer.from(body))).status).toBe(status);
  });

  it("takes gzip, refuses what is no traces, too large, or from who shows no token", async () => {
    process.env["OTLP_TOKEN"] = "t0ken";
    const url = await start(new InMemoryPublisher(), { tokenFrom: "OTLP_TOKEN", maxBodyBytes: 2_048 });
    const body = traces("orders", { "peer.service": "payments" });
    const withToken = { authorization: "Bearer t0ken" };
    const gzip = { ...withToken, "content-encoding": "gzip" };
    expect((await post(url, gzipSync(body), "application/json", gzip)).status).toBe(200);
    expect((await post(url, body)).status).toBe(401);
    expect((await post(url, gzipSync(Buffer.alloc(100_000)), "application/json", gzip)).status).toBe(413);
    expect((await post(url, body, "text/plain", withToken)).status).toBe(415);
    expect((await post(url, Buffer.from([0xff, 0xff, 0x07]), "application/x-protobuf", withToken)).status).toBe(400);
    expect(() => new EgressTracesReceiver(Object.assign(new EgressTracesOptions(), { host: "0.0.0.0" }))).toThrow(
      "tokenFrom must be set",
    );
  });
});

async function start(publisher: Publisher, options: Partial<EgressTracesOptions> = {}): Promise<string> {
  const all = Object.assign(new EgressTracesOptions(), {
    port: 0,
    environment: "production",
    publishEvery: "1h",
    ...options,
  });
  const receiver = new EgressTracesReceiver(all, () => now);
  const started: Receiver = {
    start: (context: ReceiverContext) => {
      publish = () => receiver.publish(context);
      return receiver.start(context);
    },
    stop: () => receiver.stop(),
  };
  const note = (fields: object, message: string) =>
    void lines.push({ fields: fields as Record<string, unknown>, message });
  const logger = { debug: note, info: note, warn: note, error: note };
  receivers = new Receivers({ publisher, logger, metrics: new ReceiverMetrics(metrics) });
  await receivers.start([{ name: "traces", where: "sources[0]", receiver: started }]);
  return lines[0]!.fields["url"] as string;
}

/** Spans as the SDK makes them, by older and by stable conventions. */
async function recordSpans(): Promise<ReadableSpan[]> {
  const spans: ReadableSpan[] = [];
  const exporter: SpanExporter = {
    export: (exported, done) => {
      spans.push(...exported);
      done({ code: 0 });
    },
    shutdown: async () => {},
  };
  const resource = resourceFromAttributes({ "service.name": "orders", "deployment.environment.name": "production" });
  const provider = new TracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const span = (kind: SpanKind, attributes: Record<string, string | number | boolean>) =>
    provider.getTracer("test").startSpan("call", { kind, attributes }).end();
  const { CLIENT, PRODUCER, SERVER, INTERNAL } = SpanKind;
  span(CLIENT, {
    "peer.service": "payments",
    "http.request.method": "POST",
    "server.address": "10.0.0.7",
    "server.port": 8080,
  });
  span(CLIENT, { "service.peer.name": "payments", "rpc.system": "grpc" });
  span(CLIENT, { "url.full": "https://api.carrier.example/v2/labels?key=hunter2", "http.request.method": "POST" });
  span(CLIENT, { "net.peer.name": KUBERNETES, "net.peer.port": 80, "http.method": "GET" });
  span(CLIENT, {
    "db.system.name": "postgresql",
    "server.address": "db.acme.example",
    "server.port": 5432,
    "db.namespace": "orders",
  });
  span(PRODUCER, { "messaging.system": "kafka", "messaging.destination.name": "order-events" });
  span(PRODUCER, {
    "messaging.system": "kafka",
    "messaging.destination.name": "reply-81f3",
    "messaging.destination.temporary": true,
  });
  span(CLIENT, { "server.address": "10.0.0.9" });
  span(SERVER, { "server.address": "orders.example", "http.request.method": "GET" });
  span(INTERNAL, { "peer.service": "nobody" });
  await provider.forceFlush();
  await provider.shutdown();
  return spans;
}

function exportAll(exporter: SpanExporter, spans: ReadableSpan[]): Promise<void> {
  return new Promise((resolve, reject) =>
    exporter.export(spans, ({ code, error }) => (code === 0 ? resolve() : reject(error ?? new Error("not exported")))),
  );
}

function traces(
  service: string,
  attributes: Record<string, string>,
  of: Record<string, string> = { "deployment.environment": "production" },
): Buffer {
  const list = (given: Record<string, string>) =>
    Object.entries(given).map(([key, stringValue]) => ({ key, value: { stringValue } }));
  const resource = { attributes: list({ "service.name": service, ...of }) };
  return Buffer.from(
    JSON.stringify({
      resourceSpans: [{ resource, scopeSpans: [{ spans: [{ kind: 3, attributes: list(attributes) }] }] }],
    }),
  );
}

function post(url: string, body: Uint8Array, type = "application/json", headers: object = {}): Promise<Response> {
  return fetch(url, { method: "POST", body: new Uint8Array(body), headers: { "content-type": type, ...headers } });
}

function callsOf({ records }: InMemoryPublisher): string[][] {
  return records.flatMap((record) => {
    if (record.kind !== "reading") return [];
    const { calls } = record.value as { calls: { resourceType: string; resourceName: string; protocols: string[] }[] };
    return [
      calls.map(
        ({ resourceType, resourceName, protocols }) => `${resourceType} ${resourceName}: ${protocols.join("+")}`,
      ),
    ];
  });
}
