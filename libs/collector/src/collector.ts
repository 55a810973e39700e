import type { CatalogRecord, Timestamp } from "@binnacle/contract";
import { ConfigurationError } from "@binnacle/errors";
import type { Logger } from "./logger.js";
import type { OwnedType } from "./owned-types.js";

/** How a collector is named and run. All but `name` and `schedule` have sensible defaults. */
export interface CollectorOptions {
  /** The source that its records are published under: 1–128 of `[A-Za-z0-9._:/-]`. One per configured instance. */
  name: string;
  /** When it runs: `every 30s` (ms, s, m, h, d), or a cron expression of 5 or 6 fields, in UTC. */
  schedule: string;
  /** How long a run may take before it is ended, as `90s` or `5m`. Default `5m`. */
  timeout?: string;
  /** How often a failed run is tried again before its next time has come. Default 2. */
  retries?: number;
  /** The wait before the first retry, doubled for each that follows, at most `1m`. Default `2s`. */
  retryDelay?: string;
  /**
   * The Resource types of which a complete run publishes all that exist. After each run whose outcome is `ok`, and after no other,
   * a `sweep` of each says so, and what the run did not publish any more is removed. Default: none.
   */
  owns?: readonly OwnedType[];
}

/** What a run hands to its collector. */
export interface CollectContext {
  /** The name that this instance runs under. */
  readonly source: string;
  /** When this run began. */
  readonly startedOn: Timestamp;
  /** Fires when the run is out of time or the process stops; pass it to `fetch` and the like. */
  readonly signal: AbortSignal;
  /**
   * By when a run that waits for news (a watch, a long poll) should have ended, in milliseconds since 1970: shortly before the next one is
   * due or this one is out of time, whichever comes first. Absent where the collector runs only once: then nothing is waited for.
   */
  readonly endBy?: number;
  readonly logger: Logger;
  now(): Timestamp;
  /**
   * Notes what could not be collected, and goes on: the run's outcome becomes `partial`.
   * Throw instead where the run is worth nothing without it.
   */
  warn(detail: string, cause?: unknown): void;
  /** Says how far a long run is, of how many where that is known: a line in the log every 10 s, and a metric. */
  progress(done: number, total?: number): void;
}

/** Fetches from a source and yields what it finds. Keeps nothing between runs. */
export interface Collector {
  /** As the option of this name, where it depends on what the instance is configured to collect; it wins over the option. */
  readonly owns?: readonly OwnedType[];
  collect(context: CollectContext): AsyncIterable<CatalogRecord>;
}

/** A collector that says itself how it is run, with no class and no decorator. */
export type DefinedCollector = Collector & CollectorOptions;

export type CollectorClass<T extends Collector = Collector> = new (...dependencies: never[]) => T;

// A registered symbol, so that two copies of this package in one process understand each other's collectors.
const OPTIONS = Symbol.for("binnacle.collector.options");

/** Class decorator that says how the class's instances are named and run. */
export function Collector(options: CollectorOptions) {
  return (target: CollectorClass, _context?: unknown): void => {
    Object.defineProperty(target, OPTIONS, { value: Object.freeze({ ...options }) });
  };
}

/** The form without classes and decorators, for scripts and plain JavaScript. */
export function defineCollector(collector: DefinedCollector): DefinedCollector {
  return collector;
}

/**
 * How an instance is run: what its class or definition says, overridden by what its configuration says.
 * @throws ConfigurationError if neither says it.
 */
export function optionsOf(collector: Collector, overrides: Partial<CollectorOptions> = {}): CollectorOptions {
  const declared = (collector.constructor as { [OPTIONS]?: CollectorOptions })[OPTIONS];
  const { name, schedule, timeout, retries, retryDelay, owns } = (declared ?? collector) as Partial<CollectorOptions>;
  const stated = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const options = { name, schedule, timeout, retries, retryDelay, owns: collector.owns ?? owns, ...stated };
  if (typeof options.name !== "string" || typeof options.schedule !== "string") {
    throw new ConfigurationError([
      `${collector.constructor.name}: a collector needs a name and a schedule, by @Collector({ name, schedule }) or defineCollector`,
    ]);
  }
  return options as CollectorOptions;
}
