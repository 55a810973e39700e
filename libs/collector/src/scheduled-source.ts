import type { Timestamp } from "@binnacle/contract";
import type { Collector } from "./collector.js";
import { messageOf } from "./error-message.js";
import type { Logger } from "./logger.js";
import { performRun } from "./perform-run.js";
import type { Publisher } from "./publisher.js";
import { isWorthRetrying } from "./run-ending.js";
import type { RunListener } from "./run-listener.js";
import type { RunReport } from "./run-report.js";
import type { RunSettings } from "./run-settings.js";
import { waitUntil } from "./wait.js";

/** What every source of a runner shares. */
export interface RunSurroundings {
  publisher: Publisher;
  logger: Logger;
  listener: RunListener;
  now: () => Timestamp;
  announce: boolean;
}

const LONGEST_RETRY_DELAY_MS = 60_000;

/** One collector under its name and schedule. Never has two runs at a time. */
export class ScheduledSource {
  private due = Number.POSITIVE_INFINITY;

  constructor(
    private readonly collector: Collector,
    private readonly settings: RunSettings,
    private readonly surroundings: RunSurroundings,
  ) {}

  /** Runs at once, then whenever it is due, until the signal fires; resolves when the last run has reported. */
  async runBySchedule(stop: AbortSignal): Promise<void> {
    const { listener, logger } = this.surroundings;
    let running: Promise<unknown> | undefined;
    for (let now = Date.now(); !stop.aborted; now = Date.now()) {
      this.due = this.settings.schedule.next(now) ?? Number.POSITIVE_INFINITY;
      if (running) {
        logger.warn({ timeoutMs: this.settings.timeoutMs }, "still running when due again; this run is skipped");
        listener.runSkipped?.(this.settings.name);
      } else {
        running = this.runUntilDone(stop).finally(() => (running = undefined));
      }
      await waitUntil(this.due, stop);
    }
    await running;
  }

  /**
   * Runs now, and again with growing waits while a run fails in a way that may pass, as often as its settings allow and
   * before its next regular run is due. Each try is a run of its own, with its own report; resolves to the last.
   */
  async runUntilDone(stop: AbortSignal): Promise<RunReport> {
    const { name, retries, retryDelayMs } = this.settings;
    const { listener, logger, ...rest } = this.surroundings;
    for (let retry = 0; ; retry++) {
      listener.runStarted?.(name);
      const report = await performRun({
        ...this.settings,
        ...rest,
        source: name,
        collector: this.collector,
        ...(Number.isFinite(this.due) ? { nextRunOn: this.due } : {}),
        logger,
        listener,
        stop,
      });
      logRun(logger, report);
      listener.runEnded?.(report);

      const delay = Math.min(retryDelayMs * 2 ** retry, LONGEST_RETRY_DELAY_MS) * (0.5 + Math.random() / 2);
      const again = Date.now() + delay;
      if (retry >= retries || again >= this.due || stop.aborted || !isWorthRetrying(report.error)) return report;
      logger.info({ retry: retry + 1, delayMs: Math.round(delay) }, "trying again");
      await waitUntil(again, stop);
      if (stop.aborted) return report;
    }
  }
}

function logRun(logger: Logger, { error, ...report }: RunReport): void {
  const kinds = Object.entries(report.counts).map(([kind, types]) => [kind, sum(Object.values(types))] as const);
  const found = kinds.flatMap(([kind, count]) => (count === 0 ? [] : [`${count} ${kind}`])).join(", ");
  const summary = `run ended: ${report.outcome}, ${report.published} records (${found || "none"}) in ${report.durationMs} ms`;
  if (report.outcome === "failed")
    logger.error(report, error === undefined ? summary : `${summary}: ${messageOf(error)}`);
  else if (report.failureCount > 0) logger.warn(report, summary);
  else logger.info(report, summary);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
