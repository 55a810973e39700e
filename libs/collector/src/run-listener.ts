import type { RunReport } from "./run-report.js";
import type { RequestEnding } from "./source-client/request-listener.js";

/** Hears of runs as they happen: where a process feeds its metrics. Must not throw. */
export interface RunListener {
  runStarted?(source: string): void;
  /** A run said how far it is. */
  runProgressed?(progress: ProgressReport): void;
  runEnded?(report: RunReport): void;
  /** A run was due while the one before was still going. */
  runSkipped?(source: string): void;
  /** A try of a request to a source ended, in whichever way. */
  requestEnded?(request: RequestEnding): void;
}

/** How far a run is. */
export interface ProgressReport {
  source: string;
  done: number;
  /** Of how many, where that is known. */
  total: number | undefined;
}
