import { BinnacleError } from "@binnacle/errors";

/** Why a source gave no usable answer. `status`: it answered, with an HTTP status that says so. */
export type SourceFault = "status" | "timeout" | "network" | "truncated" | "oversized" | "not-json" | "pagination";

/**
 * A source did not answer as it should. The message holds method, URL, status and the beginning of the answer, without secrets;
 * `retryable` tells whether another run may go better, and is what the runner goes by.
 */
export class SourceError extends BinnacleError {
  readonly fault: SourceFault;
  /** Where there was an answer. */
  readonly status: number | undefined;
  readonly retryable: boolean;
  /** Until when the source wants to be left alone, in milliseconds since 1970, where it says so. */
  readonly retryTime: number | undefined;

  constructor(message: string, { fault, status, retryable, retryTime }: SourceFailure) {
    super("SOURCE", message);
    this.fault = fault;
    this.status = status;
    this.retryable = retryable;
    this.retryTime = retryTime;
  }
}

export interface SourceFailure {
  fault: SourceFault;
  status?: number | undefined;
  retryable: boolean;
  retryTime?: number | undefined;
}
