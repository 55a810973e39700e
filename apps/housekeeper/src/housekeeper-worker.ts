import { setTimeout as sleep } from "node:timers/promises";
import { parseSchedule } from "@binnacle/collector";
import { Housekeeper, type HousekeepingPolicy } from "@binnacle/housekeeping";
import type { Logger } from "@binnacle/platform";
import type { PostgresHousekeepingStore, SyncedIndexes } from "@binnacle/store";
import type { Probes } from "./probes.js";
import type { Duty, HousekeeperMetrics } from "./housekeeper-metrics.js";

/** How often the housekeeper looks whether somebody asked for something, and one that waits whether it is its turn. */
const LOOK_EVERY_MS = 1_000;
/** After a failure; the database may be away for long. */
const PAUSE_MS = 2_000;
/** How long a single round waits for its probe. */
const PROBE_LIMIT_MS = 60_000;

export interface HousekeeperWorkerOptions {
  /** `undefined` while another process is the housekeeper. */
  open: (signal: AbortSignal) => Promise<PostgresHousekeepingStore | undefined>;
  probes: Probes;
  policy: HousekeepingPolicy;
  /** Makes and drops the indexes of declared fields; absent where nothing says what is declared. */
  syncIndexes?: (() => Promise<SyncedIndexes>) | undefined;
  metrics: HousekeeperMetrics;
  logger: Logger;
}

/** The housekeeper's day: waits until it is the one, then works by schedule until it is stopped or loses its connection. */
export class HousekeeperWorker {
  private readonly stopping = new AbortController();
  private work: Promise<unknown> | undefined;

  constructor(private readonly options: HousekeeperWorkerOptions) {}

  start(): void {
    this.work = this.keepAtIt();
  }

  /** Waits for its turn, does everything once and ends; gives the exit code. */
  runOnce(): Promise<number> {
    const round = this.oneRound();
    this.work = round;
    return round;
  }

  /** What is under way ends with its transaction. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.work?.catch(() => undefined);
  }

  private async keepAtIt(): Promise<void> {
    const { metrics, logger } = this.options;
    while (!this.isStopping) {
      const store = await this.turn();
      if (!store) return;
      logger.info("this process is the housekeeper now");
      metrics.setActive(true);
      try {
        await this.workWith(store);
      } catch (err) {
        if (this.isStopping) return;
        metrics.countFailure();
        logger.error({ err }, "housekeeping failed, and goes on in a moment");
      } finally {
        metrics.setActive(false);
        await store.close();
      }
      await this.pause(PAUSE_MS);
    }
  }

  /** Resolves when this process is the housekeeper; to nothing when it is stopped before. */
  private async turn(): Promise<PostgresHousekeepingStore | undefined> {
    const { open, logger } = this.options;
    for (let isTold = false; !this.isStopping; await this.pause(LOOK_EVERY_MS)) {
      try {
        const store = await open(this.stopping.signal);
        if (store) return store;
        if (!isTold) logger.info("another process is the housekeeper; this one waits for its turn");
        isTold = true;
      } catch (err) {
        if (!isTold) logger.warn({ err }, "housekeeping waits for the database");
        isTold = true;
      }
    }
    return undefined;
  }

  private async workWith(store: PostgresHousekeepingStore): Promise<void> {
    const { policy, probes } = this.options;
    const housekeeper = this.housekeeperOf(store);
    await store.endAbandonedRuns();
    await store.makePartitions();
    // Beside the work: a new index over many Readings takes long.
    void this.syncIndexes();
    const rules = parseSchedule(policy.schedule);
    const erasure = parseSchedule(policy.erasure);
    let [rulesDue, erasureDue] = [Date.now(), Date.now()];
    while (!this.isStopping) {
      await probes.publishIfDue(store);
      await housekeeper.fulfilRequests();
      if (Date.now() >= rulesDue) {
        rulesDue = rules.next(Date.now()) ?? Number.POSITIVE_INFINITY;
        await this.measure("rules", () => housekeeper.applyRules());
      }
      if (Date.now() >= erasureDue && !this.isStopping) {
        erasureDue = erasure.next(Date.now()) ?? Number.POSITIVE_INFINITY;
        await this.measure("erasure", () => housekeeper.erase());
      }
      await this.report(store);
      await this.pause(LOOK_EVERY_MS);
    }
  }

  private async oneRound(): Promise<number> {
    const { probes, logger } = this.options;
    const store = await this.turn();
    if (!store) return 1;
    try {
      const housekeeper = this.housekeeperOf(store);
      await store.endAbandonedRuns();
      await this.syncIndexes();
      const { collectedOn } = await probes.publish(store);
      for (let waited = 0; ((await store.probedOn()) ?? "") < collectedOn && waited < PROBE_LIMIT_MS; waited += 250) {
        await this.pause(250);
      }
      await housekeeper.fulfilRequests();
      await this.measure("rules", () => housekeeper.applyRules());
      await this.measure("erasure", () => housekeeper.erase());
      return 0;
    } catch (err) {
      logger.error({ err }, "housekeeping failed");
      return 1;
    } finally {
      await store.close();
    }
  }

  /** Reads are right without, only slow: nothing else waits for it. */
  private async syncIndexes(): Promise<void> {
    const { syncIndexes, logger } = this.options;
    try {
      const { created = [], dropped = [] } = (await syncIndexes?.()) ?? {};
      if (created.length + dropped.length > 0) {
        logger.info(
          { created, dropped },
          `indexes of declared fields: ${created.length} made, ${dropped.length} dropped`,
        );
      }
    } catch (err) {
      logger.warn({ err }, "the indexes of declared fields could not be made; npm run migrate makes them too");
    }
  }

  private housekeeperOf(store: PostgresHousekeepingStore): Housekeeper {
    const { policy, logger, metrics } = this.options;
    return new Housekeeper({
      store,
      policy,
      logger,
      onRemoved: (rule, count) => metrics.countRemoved(rule, count),
      onErased: (erased) => metrics.countErased(erased),
    });
  }

  private async measure(duty: Duty, work: () => Promise<unknown>): Promise<void> {
    const startedAt = performance.now();
    await work();
    this.options.metrics.observe(duty, performance.now() - startedAt);
  }

  private async report(store: PostgresHousekeepingStore): Promise<void> {
    const { metrics } = this.options;
    metrics.setHeld(await store.heldPlans());
    metrics.setProbedOn(await store.probedOn());
  }

  private get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private async pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
