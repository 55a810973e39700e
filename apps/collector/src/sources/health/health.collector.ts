import { type CollectContext, Collector, inParallel, millisecondsOf } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import type { Answer } from "./answer.js";
import { probeGrpc } from "./grpc.client.js";
import { probeHttp } from "./health.client.js";
import { mapObservation, type Observation } from "./health.mapping.js";
import { checkHealthOptions, type HealthOptions, type HealthTarget } from "./health.options.js";
import { readSelfDescription } from "./self-description.js";
import { probeTcp } from "./tcp.client.js";

/** Looks at the health endpoints of processes. A target that is down is a finding, no failure of the run. */
@Collector({ name: "health", schedule: "every 30s", timeout: "2m" })
export class HealthCollector implements Collector {
  private readonly timeoutMs: number;
  private readonly degradedAfterMs: number;

  /** @throws ConfigurationError if a target does not say how it is probed */
  constructor(private readonly options: HealthOptions) {
    checkHealthOptions(options);
    this.timeoutMs = millisecondsOf(options.timeout);
    this.degradedAfterMs = millisecondsOf(options.degradedAfter);
  }

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    const { targets, concurrency } = this.options;
    const yielded = new Set<string>();
    for await (const seen of inParallel(targets, concurrency, (target) => this.observe(target, context))) {
      for (const record of mapObservation(seen, this.degradedAfterMs)) {
        // Instances share their service and deployment; once a run is enough.
        const key = record.kind === "resource" ? `${record.type}\n${record.name}` : undefined;
        if (key !== undefined && yielded.has(key)) continue;
        if (key !== undefined) yielded.add(key);
        yield record;
      }
    }
  }

  private async observe(target: HealthTarget, { signal, now }: CollectContext): Promise<Observation> {
    const ask = (url: string) => probeHttp(url, this.timeoutMs, signal);
    const observedOn = now();
    const [health, readiness] = await Promise.all([
      this.probe(target, signal),
      target.readinessUrl === undefined ? undefined : ask(target.readinessUrl),
    ]);
    const tellsStart = "body" in health && readSelfDescription(health.body).startedOn !== undefined;
    const metrics =
      target.metricsUrl === undefined || tellsStart || "failure" in health ? undefined : await ask(target.metricsUrl);
    return { target, observedOn, health, ...(readiness ? { readiness } : {}), ...(metrics ? { metrics } : {}) };
  }

  private probe(target: HealthTarget, signal: AbortSignal): Promise<Answer> {
    const { url, tcp, grpc } = target;
    if (url !== undefined) return probeHttp(url, this.timeoutMs, signal);
    if (tcp !== undefined) return probeTcp(tcp, this.timeoutMs, signal);
    return probeGrpc({ ...target, grpc: grpc! }, this.timeoutMs, signal);
  }
}
