import type { ProgressReport, RequestEnding, RunListener, RunReport } from "@binnacle/collector";
import type { Metrics } from "@binnacle/platform";

/** Runs as Prometheus metrics. */
export class RunMetrics implements RunListener {
  private readonly runs;
  private readonly skipped;
  private readonly records;
  private readonly failures;
  private readonly duration;
  private readonly lastRun;
  private readonly progress;
  private readonly requests;
  private readonly retries;

  constructor(metrics: Metrics) {
    this.runs = metrics.counter({
      name: "binnacle_collector_runs_total",
      help: "Runs ended, by outcome",
      labels: ["source", "outcome"],
    });
    this.skipped = metrics.counter({
      name: "binnacle_collector_runs_skipped_total",
      help: "Runs left out since the one before was still going",
      labels: ["source"],
    });
    this.records = metrics.counter({
      name: "binnacle_collector_records_total",
      help: "Valid records collected, by kind and type",
      labels: ["source", "kind", "type"],
    });
    this.failures = metrics.counter({
      name: "binnacle_collector_failures_total",
      help: "Warnings, invalid records, records that were not sent, runs that ended early",
      labels: ["source"],
    });
    this.duration = metrics.histogram({
      name: "binnacle_collector_run_seconds",
      help: "How long runs took",
      labels: ["source"],
      buckets: [0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800],
    });
    this.lastRun = metrics.gauge({
      name: "binnacle_collector_last_run_timestamp_seconds",
      help: "When the last run with this outcome ended",
      labels: ["source", "outcome"],
    });
    this.progress = metrics.gauge({
      name: "binnacle_collector_progress",
      help: "How far the last run that says so is, and of how many",
      labels: ["source", "state"],
    });
    this.requests = metrics.counter({
      name: "binnacle_source_requests_total",
      help: "Requests to the source, each try counted, by HTTP status or by why there was no usable answer",
      labels: ["source", "status"],
    });
    this.retries = metrics.counter({
      name: "binnacle_source_retries_total",
      help: "Requests to the source that were tried again",
      labels: ["source"],
    });
  }

  runProgressed({ source, done, total }: ProgressReport): void {
    this.progress.set({ source, state: "done" }, done);
    if (total !== undefined) this.progress.set({ source, state: "total" }, total);
  }

  runEnded({ source, outcome, durationMs, endedOn, counts, failureCount }: RunReport): void {
    this.runs.inc({ source, outcome });
    this.duration.observe({ source }, durationMs / 1_000);
    this.lastRun.set({ source, outcome }, Date.parse(endedOn) / 1_000);
    this.failures.inc({ source }, failureCount);
    for (const [kind, types] of Object.entries(counts)) {
      for (const [type, count] of Object.entries(types)) this.records.inc({ source, kind, type }, count);
    }
  }

  runSkipped(source: string): void {
    this.skipped.inc({ source });
  }

  requestEnded({ source, status, attempt }: RequestEnding): void {
    this.requests.inc({ source, status: String(status) });
    if (attempt > 1) this.retries.inc({ source });
  }
}
