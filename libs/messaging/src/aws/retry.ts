import { describeFailure } from "./aws-failure.js";
import { backoffDelay, sleepUnlessAborted, type Backoff } from "./backoff.js";

/**
 * Repeats a call while it fails for a cause that passes, for at most `forMs` milliseconds; then raises its last
 * error.
 */
export async function retryForTime<T>(call: () => Promise<T>, forMs: number, backoff: Backoff): Promise<T> {
  const start = performance.now();
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!describeFailure(error).isRetryable || performance.now() - start >= forMs) {
        throw error;
      }
      await sleepUnlessAborted(backoffDelay(attempt, backoff));
    }
  }
}
