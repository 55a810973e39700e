import { Metrics, watchPools, type PoolUse } from "@binnacle/platform";
import { Injectable } from "@nestjs/common";

/** What the housekeeper does by schedule. */
export type Duty = "rules" | "erasure";

/** What the housekeeper tells Prometheus. */
@Injectable()
export class HousekeeperMetrics {
  private readonly active;
  private readonly removed;
  private readonly erased;
  private readonly held;
  private readonly duration;
  private readonly failures;
  private readonly lastSuccess;
  private probedOn: number | undefined;

  constructor(private readonly metrics: Metrics) {
    this.active = metrics.gauge({
      name: "binnacle_housekeeper_active",
      help: "1 while this process is the one that works, 0 while it waits for its turn",
    });
    this.removed = metrics.counter({
      name: "binnacle_housekeeper_removed_total",
      help: "Resources removed by decision, what went along with them included",
      labels: ["rule"],
    });
    this.erased = metrics.counter({
      name: "binnacle_housekeeper_erased_total",
      help: "Rows erased for good; months are partitions of the series",
      labels: ["what"],
    });
    this.held = metrics.gauge({
      name: "binnacle_housekeeper_held_plans",
      help: "Plans that wait for approval",
    });
    this.duration = metrics.histogram({
      name: "binnacle_housekeeper_run_seconds",
      help: "How long a round took",
      labels: ["duty"],
      buckets: [0.05, 0.25, 1, 5, 15, 60, 300, 1_800],
    });
    this.failures = metrics.counter({
      name: "binnacle_housekeeper_failures_total",
      help: "Rounds that failed and are tried again",
    });
    this.lastSuccess = metrics.gauge({
      name: "binnacle_housekeeper_last_success_timestamp_seconds",
      help: "When a round last came to its end",
      labels: ["duty"],
    });
    metrics.gauge({
      name: "binnacle_housekeeper_probe_age_seconds",
      help: "Age of the newest probe that came through the queue; nothing newer counts as seen",
      collect: (gauge) => {
        gauge.reset();
        if (this.probedOn !== undefined) gauge.set((Date.now() - this.probedOn) / 1_000);
      },
    });
  }

  watchDatabase(use: () => PoolUse): void {
    watchPools(this.metrics, { writes: use });
  }

  setActive(isActive: boolean): void {
    this.active.set(isActive ? 1 : 0);
  }

  countRemoved(rule: string, count: number): void {
    this.removed.inc({ rule }, count);
  }

  countErased(erased: Readonly<Record<string, number | undefined>>): void {
    for (const [what, count = 0] of Object.entries(erased)) this.erased.inc({ what }, count);
  }

  countFailure(): void {
    this.failures.inc();
  }

  setHeld(plans: number): void {
    this.held.set(plans);
  }

  /** `undefined` before one has come through. */
  setProbedOn(time: string | undefined): void {
    this.probedOn = time === undefined ? undefined : Date.parse(time);
  }

  observe(duty: Duty, milliseconds: number): void {
    this.duration.observe({ duty }, milliseconds / 1_000);
    this.lastSuccess.set({ duty }, Date.now() / 1_000);
  }
}
