import { type CollectContext, Collector, inParallel, millisecondsOf } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { probe } from "./health.client.js";
import { mapObservation, type Observation } from "./health.mapping.js";
import type { HealthOptions, HealthTarget } from "./health.options.js";
import { readSelfDescription } from "./self-description.js";

/** Looks at the health endpoints of processes. A target that is down is a finding, no failure of the run. */
@Collector({ name: "health", schedule: "every 30s", timeout: "2m" })
export class HealthCollector implements Collector {
  private readonly timeoutMs: number;
  private readonly degradedAfterMs: number;

  constructor(private readonly options: HealthOptions) {
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
    const ask = (url: string) => probe(url, this.timeoutMs, signal);
    const observedOn = now();
    const [health, readiness] = await Promise.all([
      ask(target.url),
      target.readinessUrl === undefined ? undefined : ask(target.readinessUrl),
    ]);
    const tellsStart = "body" in health && readSelfDescription(health.body).startedOn !== undefined;
    const metrics =
      target.metricsUrl === undefined || tellsStart || "failure" in health ? undefined : await ask(target.metricsUrl);
    return { target, observedOn, health, ...(readiness ? { readiness } : {}), ...(metrics ? { metrics } : {}) };
  }
}
