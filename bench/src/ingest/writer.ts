import type { StorageMode } from "@binnacle/contract";
import type { Reading } from "./workload.js";

/** A way to store readings. */
export interface Writer {
  name: string;
  /** The share of a pass's readings that it is given, where it is too slow for all of them. */
  share: number;
  /** It fails on a series reading that is there already. */
  failsOnRepeats?: boolean;
  /**
   * Prepares what may be prepared, then stores; returns the milliseconds that storing took. `change` is what becomes of the Resources:
   * only the sink finds that out by itself.
   */
  write(
    list: readonly Reading[],
    collectedOn: string,
    storageMode: StorageMode,
    change: "created" | "changed" | undefined,
  ): Promise<number>;
}

/** As many rows go into one statement, where bytes do not end it before. */
export const BATCH_ROWS = 1_000;
export const BATCH_BYTES = 4 * 1024 * 1024;

/** Cuts a list by the same limits that the sink cuts its transactions by. */
export function batches(list: readonly Reading[]): Reading[][] {
  const rows = Math.max(1, Math.min(BATCH_ROWS, Math.floor(BATCH_BYTES / (list[0]?.value.length ?? 1))));
  return Array.from({ length: Math.ceil(list.length / rows) }, (_, index) =>
    list.slice(index * rows, (index + 1) * rows),
  );
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
