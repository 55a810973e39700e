import type { RunReport } from "./run-report.js";

/** Hears of runs as they happen: where a process feeds its metrics. Must not throw. */
export interface RunListener {
  runStarted?(source: string): void;
  runEnded?(report: RunReport): void;
  /** A run was due while the one before was still going. */
  runSkipped?(source: string): void;
}
