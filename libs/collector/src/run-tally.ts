import type { CatalogRecord, Timestamp } from "@binnacle/contract";
import { describeRecord } from "./describe-record.js";
import type { PublishReport } from "./publisher.js";
import { failureOf, RunStoppedError } from "./run-ending.js";
import type { RecordCounts, RunFailure, RunOutcome, RunReport } from "./run-report.js";

const MAX_FAILURES = 20;
const MAX_DETAIL = 500;

/** Keeps count while a run goes on. */
export class RunTally {
  private readonly counts: RecordCounts = { resource: {}, reading: {}, removal: {}, sweep: {} };
  private readonly failures: RunFailure[] = [];
  private failureCount = 0;
  private collected = 0;
  private sending = { published: 0, messages: 0, bytes: 0 };
  private error: unknown;

  constructor(
    private readonly source: string,
    readonly startedOn: Timestamp,
  ) {}

  /** A valid record was yielded. */
  count(record: CatalogRecord): void {
    const types = this.counts[record.kind];
    const type = typeOf(record);
    types[type] = (types[type] ?? 0) + 1;
    this.collected++;
  }

  /** Something went wrong, and the run went on. */
  fail(failure: RunFailure): void {
    this.failureCount++;
    if (this.failures.length >= MAX_FAILURES) return;
    this.failures.push({ ...failure, detail: failure.detail.slice(0, MAX_DETAIL) });
  }

  /** The run did not come to its end. */
  end(error: unknown): void {
    this.error = error ?? new Error("the collector threw nothing that says why");
    this.fail(failureOf(this.error));
  }

  /** What the publisher says about the records handed to it. */
  sent({ published, messages, bytes, failed }: PublishReport): void {
    this.sending.published += published;
    this.sending.messages += messages;
    this.sending.bytes += bytes;
    for (const { code, detail, record } of failed) this.fail({ code, detail, record: describeRecord(record) });
  }

  /** Whether the collector came to its end, warned of nothing, and every record it yielded is confirmed; and there were any. */
  isComplete(): boolean {
    return this.outcome() === "ok" && this.sending.published >= this.collected;
  }

  report(endedOn: Timestamp, durationMs: number): RunReport {
    const { source, startedOn, collected, counts, failures, failureCount, error } = this;
    return {
      source,
      startedOn,
      endedOn,
      durationMs,
      outcome: this.outcome(),
      collected,
      ...this.sending,
      counts,
      failures,
      failureCount,
      ...(error === undefined ? {} : { error }),
    };
  }

  private outcome(): RunOutcome {
    // A run that is cut by the end of its process says nothing bad about its source.
    if (this.error instanceof RunStoppedError) return "partial";
    if (this.error !== undefined) return "failed";
    if (this.failureCount === 0) return this.collected === 0 ? "empty" : "ok";
    return this.sending.published === 0 ? "failed" : "partial";
  }
}

function typeOf(record: CatalogRecord): string {
  switch (record.kind) {
    case "removal":
      return record.resource.type;
    case "sweep":
      return record.resourceType;
    default:
      return record.type;
  }
}
