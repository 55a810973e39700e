import { AsyncLocalStorage } from "node:async_hooks";
import type { Logger } from "./logger.js";
import type { RunListener } from "./run-listener.js";

/** The run that the code being executed belongs to. */
export interface CurrentRun {
  readonly source: string;
  /** Fires when the run is out of time or the process stops. */
  readonly signal: AbortSignal;
  /** When it will be out of time, in milliseconds since 1970. */
  readonly deadline: number;
  readonly logger: Logger;
  readonly listener: RunListener;
  /** Has `action` called once all that the run yielded is published; never if it failed or was partial. */
  whenPublished(action: () => void): void;
}

const RUNS = new AsyncLocalStorage<CurrentRun>();

/** The run that is going, for what lives longer than a run and is used in many: a client, for one. */
export function currentRun(): CurrentRun | undefined {
  return RUNS.getStore();
}

/** Does `work` as part of the run. */
export function asPartOf<T>(run: CurrentRun, work: () => T): T {
  return RUNS.run(run, work);
}
