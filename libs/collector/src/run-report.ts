import type { CatalogRecord, Timestamp } from "@binnacle/contract";

/**
 * How a run ended. `ok`: it came to its end, and all of it was published. `empty`: the same, with nothing to publish.
 * `partial`: something is missing, or the process stopped amid it; what was found is published. `failed`: it threw or ran
 * out of time (what it had yielded until then is published), or none of what it yielded could be published.
 */
export type RunOutcome = "ok" | "partial" | "failed" | "empty";

/** What a run did. The log line, the metrics and the `CollectorRun` reading are made from it. */
export interface RunReport {
  source: string;
  startedOn: Timestamp;
  endedOn: Timestamp;
  durationMs: number;
  outcome: RunOutcome;
  /** Valid records that the collector yielded. */
  collected: number;
  /** Those of them that the publisher confirmed. */
  published: number;
  messages: number;
  bytes: number;
  /** Valid records by kind and type; a reading's type is the reading type, a removal's and a sweep's that of the resource. */
  counts: RecordCounts;
  /** The first 20 failures; `failureCount` says how many there were. */
  failures: RunFailure[];
  failureCount: number;
  /** What ended the run before its end, if anything did; it is among `failures` too. */
  error?: unknown;
}

export type RecordCounts = Record<CatalogRecord["kind"], Record<string, number>>;

/** One thing that went wrong in a run. */
export interface RunFailure {
  /** `WARNING`, `TIMEOUT`, `STOPPED`, an error's code, or the code of an invalid or unpublished record. */
  code: string;
  detail: string;
  /** JSON Pointer within the record, for an invalid one. */
  path?: string | null;
  /** Which record, as `reading HealthCheck of ServiceInstance/orders/production/1`. */
  record?: string;
}
