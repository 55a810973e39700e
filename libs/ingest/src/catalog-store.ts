import { BinnacleError } from "@binnacle/errors";
import type { BatchKeys, BatchPlan, ResourceChange, TypeTally, WrittenRows } from "./batch-plan.js";
import type { CatalogState } from "./catalog-state.js";
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
  /** Keeps what the transaction changed of what is shown, and how many rows it added of which types. */
  publish(changes: readonly ResourceChange[], tallies: readonly TypeTally[]): Promise<void>;
  /** Keeps what was refused, and removes rejections that came to something after all; those that are not there do no harm. */
  reject(rejections: readonly Rejection[], settledIds?: readonly string[]): Promise<void>;
}

/** The database refuses the data itself: one of the records is guilty, and trying again is useless. */
export class UnstorableError extends BinnacleError {
  constructor(message: string, options?: ErrorOptions) {
    super("UNSTORABLE", message, options);
  }
}
