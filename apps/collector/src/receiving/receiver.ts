import type { Logger } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";

/**
 * A source that is handed what happens, where a collector goes and fetches: webhooks, traces, a queue. It runs from the start of the process
 * to its end.
 */
export interface Receiver {
  /**
   * Resolves once it takes in what comes.
   * @throws ConfigurationError where it cannot, as it is configured
   */
  start(context: ReceiverContext): Promise<void>;
  /** Takes in nothing more, and finishes what it has taken in. Bounded in time. */
  stop(): Promise<void>;
}

/** What became of something that was handed in. */
export type ReceiptOutcome =
  /** All of it that can be published is. */
  | "published"
  /** It is held in memory, and published with what comes later. */
  | "accepted"
  /** There was nothing in it for the catalog. */
  | "ignored"
  /** It, or who sent it, is not what is expected. */
  | "refused"
  /** It could not be published, or taken in, and its sender has to try again. */
  | "failed";

/** What a receiver works with. */
export interface ReceiverContext {
  /** The name that it runs under. */
  readonly source: string;
  readonly logger: Logger;
  /**
   * Publishes records; resolves once they are confirmed. Records that break the contract are logged, counted and left out.
   * @throws TransientError if they are not, and may be delivered again
   */
  deliver(records: Iterable<CatalogRecord>): Promise<void>;
  /** Counts something that was handed in. */
  received(outcome: ReceiptOutcome): void;
  /** Counts something of which the configuration does not say where it belongs. */
  unassigned(): void;
}
