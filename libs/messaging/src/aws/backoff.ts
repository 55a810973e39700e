import { setTimeout as sleep } from "node:timers/promises";

/** Exponential back-off: `baseMs` before the first retry, doubled for each further one up to `capMs`. */
export interface Backoff {
  baseMs: number;
  capMs: number;
}

/**
 * Milliseconds to wait before retry number `attempt` (from 0): between half and all of the step, so that callers
 * drift apart.
 */
export function backoffDelay(attempt: number, { baseMs, capMs }: Backoff): number {
  const step = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30));
  return step / 2 + (Math.random() * step) / 2;
}

/** Sleeps, or returns at once when `signal` aborts. */
export async function sleepUnlessAborted(millis: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(millis, undefined, signal && { signal });
  } catch (error) {
    if (!signal?.aborted) {
      throw error;
    }
  }
}
