import { nowTimestamp, type Timestamp } from "@binnacle/contract";
import { ConfigurationError } from "@binnacle/errors";
import { type Collector, type CollectorOptions, optionsOf } from "./collector.js";
import { sourceLogger, type Logger } from "./logger.js";
import type { Publisher } from "./publisher.js";
import { RunStoppedError } from "./run-ending.js";
import type { RunListener } from "./run-listener.js";
import type { RunReport } from "./run-report.js";
import { readSettings } from "./run-settings.js";
import { ScheduledSource } from "./scheduled-source.js";
import { settledWithin } from "./wait.js";

export interface CollectorRunnerOptions {
  /** Where the records go. The runner does not close it. */
  publisher: Publisher;
  logger: Logger;
  listener?: RunListener;
  /** Whether each run is told to the catalog by a `CollectorRun` reading. Default true. */
  announce?: boolean;
  now?: () => Timestamp;
}

/** Runs collectors, each by its own schedule and never twice at a time. Keeps nothing between runs. */
export class CollectorRunner {
  private readonly sources = new Map<string, ScheduledSource>();
  private readonly stopping = new AbortController();
  private readonly going = new Set<Promise<unknown>>();

  constructor(private readonly options: CollectorRunnerOptions) {}

  /**
   * Takes a collector in. What is stated in `overrides` wins over what its class or definition says, so that one class can run
   * several times under different names.
   * @throws ConfigurationError if its options cannot be read, or the name is taken.
   */
  add(collector: Collector, overrides?: Partial<CollectorOptions>): this {
    const settings = readSettings(optionsOf(collector, overrides));
    if (this.sources.has(settings.name)) {
      throw new ConfigurationError([`name: there are two sources "${settings.name}"`]);
    }
    const { publisher, logger, listener = {}, announce = true, now = nowTimestamp } = this.options;
    const surroundings = { publisher, logger: sourceLogger(logger, settings.name), listener, announce, now };
    this.sources.set(settings.name, new ScheduledSource(collector, settings, surroundings));
    return this;
  }

  /** Starts every source: at once, then by its schedule, until `stop`. */
  start(): void {
    for (const source of this.sources.values()) this.follow(source.runBySchedule(this.stopping.signal));
  }

  /** Runs every source once, all at the same time, with retries; resolves to their last reports. */
  runOnce(): Promise<RunReport[]> {
    return this.follow(
      Promise.all([...this.sources.values()].map((source) => source.runUntilDone(this.stopping.signal))),
    );
  }

  /** Ends the runs that are going and waits until they have reported, but no longer than `graceMs`; says whether they have. */
  async stop(graceMs = 10_000): Promise<boolean> {
    this.stopping.abort(new RunStoppedError());
    return settledWithin(Promise.allSettled(this.going), graceMs);
  }

  private follow<T>(work: Promise<T>): Promise<T> {
    this.going.add(work);
    void work.finally(() => this.going.delete(work));
    return work;
  }
}
