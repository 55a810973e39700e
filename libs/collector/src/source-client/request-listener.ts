import type { SourceFault } from "./source-error.js";

/** One try of a request to a source, as it ended. */
export interface RequestEnding {
  /** The name that the run's records are published under. */
  source: string;
  method: string;
  /** The HTTP status, or why there was no usable answer. */
  status: number | SourceFault | "stopped";
  durationMs: number;
  /** From 1; more than that are retries. */
  attempt: number;
}
