import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "./eventually.js";
import { RunningStack } from "./running-stack.js";
import type { StartedApp } from "./started-app.js";

/** A span's beginning is read off a clock of whole milliseconds, to which a finer one adds its duration. */
const CLOCK_NANOSECONDS = 1_000_000n;

interface Span {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  links: { traceId: string; spanId: string }[];
  endTimeUnixNano: string;
  attributes: { key: string; value: object }[];
}

/** Takes OTLP over HTTP, as a collector of traces does. */
class TraceReceiver {
  readonly spans: Span[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<TraceReceiver> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        receiver.take(request.url ?? "", JSON.parse(Buffer.concat(chunks).toString()));
        response.setHeader("content-type", "application/json").end("{}");
      });
    });
    const receiver = new TraceReceiver(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return receiver;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private take(path: string, { resourceSpans }: any): void {
    expect(path).toBe("/v1/traces");
    for (const { resource, scopeSpans } of resourceSpans) {
      const service = resource.attributes.find(({ key }: any) => key === "service.name").value.stringValue;
      for (const { spans } of scopeSpans) {
        this.spans.push(...spans.map((span: Span) => ({ ...span, links: span.links ?? [], service })));
      }
    }
  }
}

describe("traces", () => {
  let receiver: TraceReceiver;
  let stack: RunningStack;
  let sink: StartedApp;

  beforeAll(async () => {
    receiver = await TraceReceiver.start();
    const tracing = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint };
    stack = await RunningStack.start(tracing);
    sink = await stack.startSink(tracing);
  }, 120_000);

  afterAll(async () => {
    await stack?.stop();
    receiver?.stop();
  });

  const post = (name: string, headers: Record<string, string> = {}) =>
    fetch(`${stack.provider.url}/api/v1/records`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ source: "traced", records: [{ kind: "resource", type: "Service", name }] }),
    });

  it("lead from a request to the intake to the sink's commit, as a part of the caller's", async () => {
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const caller = "00f067aa0ba902b7";
    expect((await post("one", { traceparent: `00-${traceId}-${caller}-01`, tracestate: "vendor=1" })).status).toBe(202);
    await stack.drained();
    const spans = await eventually(() => {
      const own = receiver.spans.filter((span) => span.traceId === traceId);
      expect(own.map(({ name }) => name)).toContain("transaction");
      return own;
    });
    const named = (name: string) => spans.find((span) => span.name.startsWith(name))!;
    const request = named("POST /api/v1/records");
    expect(request).toMatchObject({ service: "binnacle-provider", parentSpanId: caller });
    const send = named("send ");
    expect(send).toMatchObject({ service: "binnacle-provider", parentSpanId: request.spanId });
    const batch = named("process batch");
    expect(batch).toMatchObject({
      service: "binnacle-sink",
      parentSpanId: send.spanId,
      links: [{ traceId, spanId: send.spanId }],
    });
    expect(named("process message")).toMatchObject({
      parentSpanId: send.spanId,
      links: [{ traceId, spanId: batch.spanId }],
    });
    expect(named("transaction")).toMatchObject({ service: "binnacle-sink", parentSpanId: batch.spanId });
    expect(BigInt(named("process message").endTimeUnixNano) + CLOCK_NANOSECONDS).toBeGreaterThanOrEqual(
      BigInt(named("transaction").endTimeUnixNano),
    );
  });

  it("end for every message of a batch in the trace of its own", async () => {
    sink.process.kill("SIGSTOP");
    const posted = await Promise.all(["a", "b", "c"].map((name) => post(name)));
    expect(posted.map(({ status }) => status)).toEqual([202, 202, 202]);
    sink.process.kill("SIGCONT");
    await stack.drained();
    await eventually(() => {
      const messages = receiver.spans.filter(({ name }) => name === "process message");
      const traces = new Set(receiver.spans.filter(({ name }) => name.startsWith("send ")).map((span) => span.traceId));
      expect(new Set(messages.map((span) => span.traceId))).toEqual(traces);
      expect(traces.size).toBeGreaterThanOrEqual(4);
    });
  });

  it("tell of a read which statements it took, and nothing that the catalog holds", async () => {
    const secret = "a-name-that-is-nobodys-business";
    await fetch(`${stack.provider.url}/api/v1/resources?name=${secret}`);
    await fetch(`${stack.provider.url}/api/v1/rejections`);
    await fetch(`${stack.provider.url}/metrics`);
    const spans = await eventually(() => {
      expect(receiver.spans.map(({ name }) => name)).toContain("GET /api/v1/rejections");
      return receiver.spans;
    });
    const statementsOf = (name: string) => {
      const request = spans.find((span) => span.name === name)!;
      return spans.filter(({ parentSpanId }) => parentSpanId === request.spanId).map((span) => span.name);
    };
    expect(statementsOf("GET /api/v1/resources")).toContain("list-resources");
    expect(statementsOf("GET /api/v1/rejections")).toEqual(["list-rejections"]);
    expect(JSON.stringify(spans)).not.toContain(secret);
    expect(spans.map(({ name }) => name)).not.toContain("GET /metrics");
  });

  it("hold up nothing where nobody takes them", async () => {
    const lone = await stack.startSink({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" });
    expect((await post("lone")).status).toBe(202);
    await stack.drained();
    expect(await lone.stop()).toBe(0);
  });
});
