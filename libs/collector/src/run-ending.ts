import { BinnacleError, TransientError } from "@binnacle/errors";
import { messageOf } from "./error-message.js";
import type { RunFailure } from "./run-report.js";
import { SourceError } from "./source-client/source-error.js";

/** The run took longer than its `timeout`. */
export class RunTimeoutError extends BinnacleError {
  constructor(timeoutMs: number) {
    super("TIMEOUT", `ended after ${timeoutMs / 1000} s, its timeout`);
  }
}

/** The process stops, and the run with it. */
export class RunStoppedError extends BinnacleError {
  constructor() {
    super("STOPPED", "the process stops");
  }
}

/**
 * Whether another try may go better. Not after what is known to stay (bad configuration, a broken contract), and not after a
 * timeout, where the next regular run is early enough. An error that is not ours tells nothing, so it gets its try.
 */
export function isWorthRetrying(error: unknown): boolean {
  if (error instanceof SourceError) return error.retryable;
  return error !== undefined && (!(error instanceof BinnacleError) || error instanceof TransientError);
}

/** An error as an entry of the run report. */
export function failureOf(error: unknown): RunFailure {
  return { code: error instanceof BinnacleError ? error.code : "ERROR", detail: messageOf(error) };
}
