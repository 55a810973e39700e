import { addMicros, type Timestamp } from "@binnacle/contract";
import {
  HOUSEKEEPER_SOURCE,
  PROBE,
  type Candidate,
  type CandidateGroup,
  type Erased,
  type HousekeepingStore,
  type KeepTimes,
  type OpenPlan,
  type RemovalRule,
  type RunOrder,
  type SeriesRule,
  type View,
} from "@binnacle/housekeeping";
import type { DataSource } from "typeorm";
import { SeriesPartitions } from "../operations/series-partitions.js";
import { timestampText } from "../reads/columns.js";
import { CandidateTable } from "./candidate-table.js";
import { dropMonths } from "./drop-months.js";
import { eraseBookkeeping } from "./erase-bookkeeping.js";
import { eraseHidden } from "./erase-hidden.js";
import { eraseSeries } from "./erase-series.js";
import { eraseTombstones } from "./erase-tombstones.js";
import { executeSweeps } from "./execute-sweeps.js";
import { HousekeepingSession } from "./housekeeping-session.js";
import { closePlan, holdPlan, readOpenPlans } from "./plans.js";
import { removeCandidates } from "./remove-candidates.js";
import { foldTally } from "./type-tally.js";
import { undoRequestedRuns } from "./undo-run.js";

const AHEAD_MICROS = 8 * 7 * 86_400_000_000;

const NOW = `SELECT ${timestampText("clock_timestamp()")} AS now`;

const PROBED = `
SELECT ${timestampText("collected_on")} AS "probedOn" FROM snapshot
WHERE resource_id = $1 AND type = $2 AND source = $3`;

const DISTRUSTED = `
SELECT resource_name AS source
FROM reading_current
WHERE type = 'CollectorRun' AND resource_type = 'Collector' AND value ->> 'outcome' IS DISTINCT FROM 'ok'
ORDER BY 1`;

const ABANDONED = "UPDATE housekeeping_run SET ended_on = now() WHERE ended_on IS NULL";

const HELD = "SELECT count(*)::float8 AS count FROM housekeeping_plan WHERE status = 'held'";

/** The housekeeper's catalog in PostgreSQL, over one connection that holds the right to be the housekeeper. */
export class PostgresHousekeepingStore implements HousekeepingStore {
  private readonly candidates: CandidateTable;
  private readonly partitions: SeriesPartitions;

  private constructor(
    private readonly session: HousekeepingSession,
    dataSource: DataSource,
  ) {
    this.candidates = new CandidateTable(session);
    this.partitions = new SeriesPartitions(dataSource);
  }

  /**
   * `undefined` while another process is the housekeeper. Once the signal fires, what is under way is left where it is.
   * @throws TransientError if the database does not answer
   */
  static async open(dataSource: DataSource, signal?: AbortSignal): Promise<PostgresHousekeepingStore | undefined> {
    const session = await HousekeepingSession.open(dataSource, signal);
    return session && new PostgresHousekeepingStore(session, dataSource);
  }

  /** For looking at what would go, beside whoever is the housekeeper. */
  static async openToLook(dataSource: DataSource): Promise<PostgresHousekeepingStore> {
    return new PostgresHousekeepingStore(await HousekeepingSession.connect(dataSource), dataSource);
  }

  close(): Promise<void> {
    return this.session.close();
  }

  async now(): Promise<Timestamp> {
    const { rows } = await this.session.query<{ now: Timestamp }>(NOW);
    return rows[0]!.now;
  }

  async probedOn(): Promise<Timestamp | undefined> {
    const { rows } = await this.session.query<{ probedOn: Timestamp }>(PROBED, [
      PROBE.resourceId,
      PROBE.readingType,
      HOUSEKEEPER_SOURCE,
    ]);
    return rows[0]?.probedOn;
  }

  async distrustedSources(): Promise<string[]> {
    const { rows } = await this.session.query<{ source: string }>(DISTRUSTED);
    return rows.map(({ source }) => source);
  }

  /** How many plans wait for somebody. */
  async heldPlans(): Promise<number> {
    const { rows } = await this.session.query<{ count: number }>(HELD);
    return rows[0]!.count;
  }

  executeSweeps(view: View): Promise<number> {
    return executeSweeps(this.session, view);
  }

  findCandidates(rule: RemovalRule, view: View, resourceType?: string): Promise<CandidateGroup[]> {
    return this.candidates.fill(rule, view, resourceType);
  }

  /**
   * What a rule would remove, if the housekeeper worked now: nothing is changed by asking. All at once, so that nobody's
   * transaction stays open while it is looked at.
   */
  async rehearse(rule: RemovalRule, view: View): Promise<(CandidateGroup & { candidates: Candidate[] })[]> {
    await this.session.query("BEGIN");
    try {
      await this.executeSweeps(view);
      const groups = await this.findCandidates(rule, view);
      const found = [];
      for (const group of groups) {
        const candidates = await this.candidates.page(group.resourceType, "0", Number.MAX_SAFE_INTEGER);
        found.push({ ...group, candidates });
      }
      return found;
    } finally {
      await this.session.query("ROLLBACK");
    }
  }

  remove(order: RunOrder, view: View): Promise<number> {
    return removeCandidates(this.session, this.candidates, order, view);
  }

  openPlans(): Promise<OpenPlan[]> {
    return readOpenPlans(this.session);
  }

  holdPlan(plan: Parameters<HousekeepingStore["holdPlan"]>[0]): Promise<void> {
    return holdPlan(this.session, plan);
  }

  closePlan(id: string, status: "executed" | "lapsed"): Promise<void> {
    return closePlan(this.session, id, status);
  }

  undoRequested(): ReturnType<HousekeepingStore["undoRequested"]> {
    return undoRequestedRuns(this.session);
  }

  async endAbandonedRuns(): Promise<void> {
    await this.session.query(ABANDONED);
  }

  async makePartitions(): Promise<void> {
    const now = await this.now();
    const step = AHEAD_MICROS / 4;
    await this.partitions.ensure([0, 1, 2, 3, 4].map((steps) => addMicros(now, steps * step)));
  }

  async eraseHidden({ tombstones }: Pick<KeepTimes, "tombstones">): Promise<Erased> {
    const snapshots = await eraseHidden(this.session);
    return { snapshots, tombstones: await eraseTombstones(this.session, tombstones) };
  }

  async eraseSeries(rules: readonly SeriesRule[], now: Timestamp): Promise<Erased> {
    const months = await dropMonths(this.session, rules, now);
    let series = 0;
    for (const rule of rules) series += await eraseSeries(this.session, rule, now);
    return { months, series };
  }

  async eraseBookkeeping(keep: KeepTimes): Promise<Erased> {
    await foldTally(this.session);
    return eraseBookkeeping(this.session, keep);
  }
}
