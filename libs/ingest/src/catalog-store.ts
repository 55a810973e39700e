import { BinnacleError } from "@binnacle/errors";
import type { BatchKeys, BatchPlan, ResourceChange, SourceTally, TypeTally, WrittenRows } from "./batch-plan.js";
import type { CatalogState, SnapshotAddress } from "./catalog-state.js";
import type { ReceiptPart } from "./receipt.js";
import type { Rejection } from "./rejection.js";

/** Where the sink's core keeps the catalog. Implemented over PostgreSQL in `@binnacle/store`. */
export interface CatalogStore {
  /**
   * Runs `work` in one transaction, again where it only collided with another writer.
   *
   * @throws TransientError if the store cannot be reached or cannot write now
   * @throws UnstorableError if it refuses what was written
   */
  transaction<T>(work: (transaction: CatalogTransaction) => Promise<T>): Promise<T>;
}

export interface CatalogTransaction {
  /** What is stored under the keys. Stored snapshots and the batch's own Resources are locked until the transaction ends. */
  read(keys: BatchKeys): Promise<CatalogState>;
  write(plan: BatchPlan): Promise<WrittenRows>;
  /** Keeps what was refused, and removes rejections that came to something after all; those that are not there do no harm. */
  reject(rejections: readonly Rejection[], settledIds?: readonly string[]): Promise<void>;
  /** Keeps what became of records whose publisher asks; what is there already stays. */
  acknowledge(receipts: readonly ReceiptPart[]): Promise<void>;
  /**
   * Keeps what the transaction changed of what is shown, how many rows it added of which types, and whose records it dealt with. Its
   * last act, see decision 6.
   */
  publish(
    changes: readonly ResourceChange[],
    tallies: readonly TypeTally[],
    sources: readonly SourceTally[],
  ): Promise<void>;
}

/** The catalog for those who want to know what records would do to it. Implemented over PostgreSQL in `@binnacle/store`. */
export interface CatalogPreview {
  /**
   * Runs `work` on one state of the catalog, without holding anybody up.
   * @throws TransientError if the store does not answer
   */
  look<T>(work: (view: CatalogView) => Promise<T>): Promise<T>;
}

export interface CatalogView {
  /** What is stored under the keys. */
  read(keys: BatchKeys): Promise<CatalogState>;
  /** Which of a plan's rows would be new, of those of which only the store can tell. */
  newRows(plan: Pick<BatchPlan, "series" | "sweeps">): Promise<WrittenRows>;
  /** Stored snapshots as PostgreSQL prints them, by `snapshotKey`; those of more than `maxBytes` are left out. */
  readValues(addresses: readonly SnapshotAddress[], maxBytes: number): Promise<ReadonlyMap<string, string>>;
}

/** The database refuses the data itself: one of the records is guilty, and trying again is useless. */
export class UnstorableError extends BinnacleError {
  constructor(message: string, options?: ErrorOptions) {
    super("UNSTORABLE", message, options);
  }
}
