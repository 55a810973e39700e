import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

export interface MetricOptions<L extends string> {
  /** In Prometheus's manner: `binnacle_sink_records_total`, `binnacle_sink_batch_seconds`. */
  name: string;
  help: string;
  labels?: readonly L[];
}

/** A process's metrics, Node.js's own (memory, CPU, event loop, garbage collection, start time) among them. */
export class Metrics {
  readonly registry = new Registry();
  readonly contentType = this.registry.contentType;

  constructor(processName: string) {
    this.registry.setDefaultLabels({ process: processName });
    collectDefaultMetrics({ register: this.registry });
  }

  counter<L extends string = never>(options: MetricOptions<L>): Counter<L> {
    return new Counter({ ...this.described(options) });
  }

  /** `collect` is called at every scrape and sets the gauge. */
  gauge<L extends string = never>(options: MetricOptions<L> & { collect?: (gauge: Gauge<L>) => void }): Gauge<L> {
    const { collect, ...rest } = options;
    const gauge: Gauge<L> = new Gauge({
      ...this.described(rest),
      ...(collect === undefined ? {} : { collect: () => collect(gauge) }),
    });
    return gauge;
  }

  /** `buckets` are upper bounds, in seconds for durations. */
  histogram<L extends string = never>(options: MetricOptions<L> & { buckets?: number[] }): Histogram<L> {
    const { buckets, ...rest } = options;
    return new Histogram({ ...this.described(rest), ...(buckets === undefined ? {} : { buckets }) });
  }

  /** The text that Prometheus scrapes. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private described<L extends string>({ name, help, labels }: MetricOptions<L>) {
    return { name, help, labelNames: labels ?? [], registers: [this.registry] };
  }
}
