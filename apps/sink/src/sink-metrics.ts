import type { BatchReport } from "@binnacle/ingest";
import type { ConsumerListener, QueueDepth } from "@binnacle/messaging";
import { Metrics, watchPools, type PoolUse } from "@binnacle/platform";
import { Injectable } from "@nestjs/common";

/** Sources that get a label of their own; the rest share one, so that a careless publisher cannot fill Prometheus. */
const MAX_SOURCES = 200;

export interface BatchFigures {
  seconds: number;
  bytes: number;
  /** Of each message, from publishing to commit. */
  agesSeconds: readonly number[];
}

/** What the queue and the one behind it are asked at every scrape. */
export interface WatchedQueues {
  queueDepth(): Promise<QueueDepth>;
  /** `undefined`: there is none. */
  deadLetterQueueDepth(): Promise<QueueDepth | undefined>;
}

/** What the sink tells Prometheus. */
@Injectable()
export class SinkMetrics {
  private readonly sources = new Set<string>();
  private readonly records;
  private readonly rejections;
  private readonly lastRecord;
  private readonly batchRecords;
  private readonly batchBytes;
  private readonly batchSeconds;
  private readonly messageAge;
  private readonly messages;
  private readonly heldBatches;
  private readonly failedBatches;

  constructor(private readonly metrics: Metrics) {
    this.records = metrics.counter({
      name: "binnacle_sink_records_total",
      help: "Records received, by what the catalog did with them",
      labels: ["source", "kind", "outcome"],
    });
    this.rejections = metrics.counter({
      name: "binnacle_sink_rejections_total",
      help: "Records, or whole messages, that could not be accepted, by why",
      labels: ["source", "code"],
    });
    this.lastRecord = metrics.gauge({
      name: "binnacle_sink_source_last_record_timestamp_seconds",
      help: "When this process last committed a record of the source",
      labels: ["source"],
    });
    this.batchRecords = metrics.histogram({
      name: "binnacle_sink_batch_records",
      help: "Records of a batch",
      buckets: [1, 10, 100, 500, 1_000, 2_000, 5_000, 10_000],
    });
    this.batchBytes = metrics.histogram({
      name: "binnacle_sink_batch_bytes",
      help: "Characters of a batch's messages, decoded",
      buckets: [1e3, 1e4, 1e5, 1e6, 4e6, 16e6],
    });
    this.batchSeconds = metrics.histogram({
      name: "binnacle_sink_batch_seconds",
      help: "Time from a batch's receipt to its commit",
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    });
    this.messageAge = metrics.histogram({
      name: "binnacle_sink_message_age_seconds",
      help: "Time from a message's publishing to its commit",
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3_600, 86_400],
    });
    this.messages = metrics.counter({
      name: "binnacle_sink_messages_total",
      help: "Messages of the queue",
      labels: ["event"],
    });
    this.heldBatches = metrics.counter({
      name: "binnacle_sink_batches_held_total",
      help: "Times that a batch waited for the database or for S3 and was tried again",
    });
    this.failedBatches = metrics.counter({
      name: "binnacle_sink_batches_failed_total",
      help: "Batches that were given back to the queue",
    });
  }

  readonly listener: ConsumerListener = {
    onReceived: ({ messages }) => this.messages.inc({ event: "received" }, messages),
    onDeleted: ({ messages }) => this.messages.inc({ event: "deleted" }, messages),
    onHeld: () => this.heldBatches.inc(),
    onFailed: () => this.failedBatches.inc(),
  };

  observeBatch(report: BatchReport, { seconds, bytes, agesSeconds }: BatchFigures): void {
    const now = Date.now() / 1000;
    for (const { source, kind, outcome, count } of report.ledger) {
      this.records.inc({ source: this.label(source), kind, outcome }, count);
      // A source all of whose records are refused tells the catalog nothing.
      if (outcome !== "rejected") this.lastRecord.set({ source: this.label(source) }, now);
    }
    for (const { source, code } of report.rejections) this.rejections.inc({ source: this.label(source), code });
    this.batchRecords.observe(report.records);
    this.batchBytes.observe(bytes);
    this.batchSeconds.observe(seconds);
    for (const age of agesSeconds) this.messageAge.observe(age);
  }

  watchQueues(queues: WatchedQueues): void {
    this.watchDepth("binnacle_queue_messages", "Messages of the queue, as SQS estimates them", () =>
      queues.queueDepth(),
    );
    this.watchDepth(
      "binnacle_dead_letter_queue_messages",
      "Messages of the dead-letter queue, as SQS estimates them",
      () => queues.deadLetterQueueDepth(),
    );
  }

  watchDatabase(use: () => PoolUse): void {
    watchPools(this.metrics, { writes: use });
  }

  private watchDepth(name: string, help: string, depth: () => Promise<QueueDepth | undefined>): void {
    this.metrics.gauge({
      name,
      help,
      labels: ["state"],
      collect: async (gauge) => {
        gauge.reset();
        // A queue that does not answer must not take the other metrics along.
        const current = await depth().catch(() => undefined);
        if (!current) return;
        const { visible, inFlight, delayed } = current;
        gauge.set({ state: "visible" }, visible);
        gauge.set({ state: "in_flight" }, inFlight);
        gauge.set({ state: "delayed" }, delayed);
      },
    });
  }

  private label(source: string): string {
    if (this.sources.has(source)) return source;
    if (this.sources.size === MAX_SOURCES) return "other";
    this.sources.add(source);
    return source;
  }
}
