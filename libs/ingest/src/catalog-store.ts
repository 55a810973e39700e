import { BinnacleError } from "@binnacle/errors";
import type { BatchKeys, BatchPlan, WrittenRows } from "./batch-plan.js";
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
  /** What is stored under the keys. Stored snapshots are locked, in key order, until the transaction ends. */
  read(keys: BatchKeys): Promise<CatalogState>;
  write(plan: BatchPlan): Promise<WrittenRows>;
  reject(rejections: readonly Rejection[]): Promise<void>;
  /** Removes rejections that came to something after all; those that are not there do no harm. */
  settle(rejectionIds: readonly string[]): Promise<void>;
}

/** The database refuses the data itself: one of the records is guilty, and trying again is useless. */
export class UnstorableError extends BinnacleError {
  constructor(message: string, options?: ErrorOptions) {
    super("UNSTORABLE", message, options);
  }
}
