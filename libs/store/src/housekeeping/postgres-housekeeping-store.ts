import { addMicros, type Timestamp } from "@binnacle/contract";
import {
  type CandidateGroup,
  type Erased,
  type HousekeepingStore,
  type KeepTimes,
  type OpenPlan,
  type Rehearsal,
  type RehearsalStore,
  type RemovalRule,
  type RunOrder,
  type SeriesRule,
  type View,
} from "@binnacle/housekeeping";
import type { DataSource } from "typeorm";
import { SeriesPartitions } from "../operations/series-partitions.js";
import type { Database } from "../reads/database.js";
import { CandidateTable } from "./candidate-table.js";
import { dropMonths } from "./drop-months.js";
import { eraseBookkeeping } from "./erase-bookkeeping.js";
import { eraseHidden } from "./erase-hidden.js";
import { eraseSeries } from "./erase-series.js";
import { eraseTombstones } from "./erase-tombstones.js";
import { executeSweeps } from "./execute-sweeps.js";
import { settleHidden } from "./hidden-counts.js";
import { HousekeepingSession } from "./housekeeping-session.js";
import { closePlan, holdPlan, readOpenPlans } from "./plans.js";
import { removeCandidates } from "./remove-candidates.js";
import { foldTally } from "./type-tally.js";
import { rehearse } from "./rehearse.js";
import { readDistrustedSources, readNow, readProbedOn } from "./read-evidence.js";
import { undoRequestedRuns } from "./undo-run.js";

const AHEAD_MICROS = 8 * 7 * 86_400_000_000;

const ABANDONED = "UPDATE housekeeping_run SET ended_on = now() WHERE ended_on IS NULL";

const HELD = "SELECT count(*)::float8 AS count FROM housekeeping_plan WHERE status = 'held'";

/** The housekeeper's catalog in PostgreSQL, over one connection that holds the right to be the housekeeper. */
export class PostgresHousekeepingStore implements HousekeepingStore, RehearsalStore {
  private readonly candidates: CandidateTable;
  private readonly database: Database;
  private readonly partitions: SeriesPartitions;

  private constructor(
    private readonly session: HousekeepingSession,
    dataSource: DataSource,
  ) {
    this.candidates = new CandidateTable(session);
    this.database = { query: async ({ text }, values = []) => (await session.query(text, [...values])).rows as never };
    this.partitions = new SeriesPartitions(dataSource);
  }

  /**
   * `undefined` while another process is the housekeeper. Once the signal fires, what is under way is left where it is. Between its
   * transactions it rests, so that the statements take no more than the share `load` (1) of the time.
   * @throws TransientError if the database does not answer
   */
  static async open(
    dataSource: DataSource,
    options: { signal?: AbortSignal; load?: number } = {},
  ): Promise<PostgresHousekeepingStore | undefined> {
    const session = await HousekeepingSession.open(dataSource, options);
    return session && new PostgresHousekeepingStore(session, dataSource);
  }

  /** For looking at what would go, beside whoever is the housekeeper. */
  static async openToLook(dataSource: DataSource): Promise<PostgresHousekeepingStore> {
    return new PostgresHousekeepingStore(await HousekeepingSession.connect(dataSource), dataSource);
  }

  close(): Promise<void> {
    return this.session.close();
  }

  now(): Promise<Timestamp> {
    return readNow(this.database);
  }

  probedOn(): Promise<Timestamp | undefined> {
    return readProbedOn(this.database);
  }

  distrustedSources(): Promise<string[]> {
    return readDistrustedSources(this.database);
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

  /** What a rule would remove, if the housekeeper worked now: nothing is changed by asking. */
  rehearse(rule: RemovalRule, view: View, limit: number): Promise<Rehearsal[]> {
    return rehearse(this.database, rule, view, limit);
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

  async foldCounts(): Promise<void> {
    await settleHidden(this.session);
    await foldTally(this.session);
  }

  async eraseBookkeeping(keep: KeepTimes): Promise<Erased> {
    return eraseBookkeeping(this.session, keep);
  }
}
