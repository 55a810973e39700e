import type { Timestamp } from "@binnacle/contract";
import type { TypeCount } from "./guard.js";
import type { KeepTimes, RemovalRule, SeriesRule } from "./rules.js";

/** What the housekeeper knows when it looks: nothing after the horizon counts as seen. */
export interface View {
  /** What is older has come through the queue. */
  horizon: Timestamp;
  /** Sources whose last run was not `ok`: nothing that they speak of is removed. */
  distrusted: readonly string[];
}

/** A Resource that a rule would remove. */
export interface Candidate {
  id: string;
  type: string;
  name: string;
  /** The newest record time that was seen: as of then it would be removed. */
  removedOn: Timestamp;
  /** Since when the rule says so. */
  dueOn: Timestamp;
  reason: string;
}

/** What one rule would remove of one type, with what goes with it. */
export interface CandidateGroup {
  resourceType: string;
  counts: TypeCount[];
  /** The first few. */
  examples: { type: string; name: string; reason: string }[];
}

/** A plan that is held, or approved and not executed yet. */
export interface OpenPlan {
  id: string;
  rule: string;
  resourceType: string;
  horizon: Timestamp;
  status: "held" | "approved";
}

/** What a run is recorded with. */
export interface RunOrder {
  rule: RemovalRule;
  resourceType: string;
  reason: string;
  horizon: Timestamp;
  planId?: string | undefined;
  /** Milliseconds during which it can be undone. */
  undoFor: number;
}

/** Rows erased, by what they are. */
export type Erased = Partial<Record<string, number>>;

/**
 * The catalog as the housekeeper works on it. One housekeeper at a time has it; every method works in transactions of at most
 * 1,000 rows or so, and may be cut off anywhere: calling it again goes on from there.
 *
 * Every method raises a TransientError if the store does not answer, or belongs to another housekeeper by now.
 */
export interface HousekeepingStore {
  /** The store's clock, by which probes and horizons are told. */
  now(): Promise<Timestamp>;
  /** When the newest probe was published that came through; `undefined` without one. */
  probedOn(): Promise<Timestamp | undefined>;
  /** Sources whose newest `CollectorRun` is not `ok`. */
  distrustedSources(): Promise<string[]>;

  /** Notes which sweeps hold from now on: their claims have come. */
  executeSweeps(view: View): Promise<number>;
  /** Finds what a rule would remove, and keeps it for {@link remove}; of one type only, if given. */
  findCandidates(rule: RemovalRule, view: View, resourceType?: string): Promise<CandidateGroup[]>;
  /** Removes what was found of a type and still is as it was found; gives how many. */
  remove(order: RunOrder, view: View): Promise<number>;

  openPlans(): Promise<OpenPlan[]>;
  holdPlan(plan: Omit<OpenPlan, "id" | "status"> & CandidateGroup & { reason: string }): Promise<void>;
  closePlan(id: string, status: "executed" | "lapsed"): Promise<void>;
  /** Takes back the runs that somebody asked to be undone; gives the Resources by run. */
  undoRequested(): Promise<{ runId: string; rule: string; count: number }[]>;
  /** Ends the runs that a housekeeper left when it died. */
  endAbandonedRuns(): Promise<void>;

  /** Makes the series' partitions ahead of what will be written. */
  makePartitions(): Promise<void>;
  /** Erases what the reads hide for good. */
  eraseHidden(keep: Pick<KeepTimes, "tombstones">): Promise<Erased>;
  eraseSeries(rules: readonly SeriesRule[], now: Timestamp): Promise<Erased>;
  /** Sums up what every transaction of the sinks has added to the counts, which lists look at. */
  foldCounts(): Promise<void>;
  /** Erases old rows of bookkeeping. */
  eraseBookkeeping(keep: KeepTimes): Promise<Erased>;
}
