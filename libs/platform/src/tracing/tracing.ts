import type { Logger } from "../logging/logger.js";

/** Spans on their way to a collector of traces. */
export interface Tracing {
  /** Sends what is left, for a moment at most. */
  stop(): Promise<void>;
}

export interface TracingOptions {
  /** The process's short name, such as `sink`; OTEL_SERVICE_NAME names it otherwise. */
  name: string;
  version: string;
  /** Where the collector takes OTLP over HTTP, without `/v1/traces`; none: nothing is traced. */
  endpoint: string | undefined;
  /** The share of traces, begun here, that are kept; one begun elsewhere is kept if it was there. */
  ratio: number;
  logger: Logger;
}

/** Begins to send spans if there is somewhere to send them; otherwise not even the SDK is loaded. */
export async function startTracing({ endpoint, ...options }: TracingOptions): Promise<Tracing | undefined> {
  if (endpoint === undefined) return undefined;
  const { startOtlpTracing } = await import("./otlp-tracing.js");
  return startOtlpTracing({ endpoint, ...options });
}
