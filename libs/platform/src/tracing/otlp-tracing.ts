import { setTimeout as wait } from "node:timers/promises";
import { context, diag, DiagLogLevel, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { Tracing, TracingOptions } from "./tracing.js";

const EXPORT_INTERVAL_MS = 1_000;
/** The process has 10 s for its whole end. */
const STOP_MS = 2_000;

/** Registers the SDK with the API that all spans are made through. */
export function startOtlpTracing(options: TracingOptions & { endpoint: string }): Tracing {
  const { name, version, endpoint, ratio, logger } = options;
  const warn = (message: string, ...details: unknown[]) => logger.warn({ details }, `traces: ${message}`);
  const ignore = () => undefined;
  diag.setLogger({ error: warn, warn, info: ignore, debug: ignore, verbose: ignore }, DiagLogLevel.WARN);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces` });
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": `binnacle-${name}`, "service.version": version }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: EXPORT_INTERVAL_MS })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return {
    async stop() {
      const sent = provider.shutdown().catch((err: unknown) => logger.warn({ err }, "the last traces were not sent"));
      await Promise.race([sent, wait(STOP_MS, undefined, { ref: false })]);
      for (const api of [trace, context, propagation]) api.disable();
    },
  };
}
