/** How much of a type one run may remove without approval: more than the share, or than the count, is held. */
export interface Guard {
  share: number;
  count: number;
  /** So many may always go. */
  upTo: number;
}

interface NamedRule {
  /** In the log, in plans and runs, in metrics. */
  name: string;
  guard: Guard;
}

/** The lease of the newest own record ran out. */
export interface LeaseRule extends NamedRule {
  kind: "lease";
}

/** The sources that claimed it have withdrawn their claims. */
export interface SweepRule extends NamedRule {
  kind: "sweep";
}

/** Not new, and nothing was read of it for a while. Durations in milliseconds, here and below. */
export interface StaleRule extends NamedRule {
  kind: "stale";
  resourceType: string;
  createdBefore: number;
  readingTypes: string[];
  silentFor: number;
  /** Whether everything below it goes, too. */
  withChildren: boolean;
}

/** Its parent is absent. */
export interface OrphanRule extends NamedRule {
  kind: "orphan";
  after: number;
  resourceTypes?: string[] | undefined;
}

/** No own record has come. */
export interface UndeclaredRule extends NamedRule {
  kind: "undeclared";
  after: number;
  resourceTypes?: string[] | undefined;
}

/** What the housekeeper removes. */
export type RemovalRule = LeaseRule | SweepRule | StaleRule | OrphanRule | UndeclaredRule;

/** How long the series of a reading type are kept; a row that one of them gives up goes. */
export interface SeriesRule {
  readingType: string;
  keepFor?: number | undefined;
  /** Of each Resource. */
  keepLast?: number | undefined;
  /** Of what is older, the newest of each stretch of time stays. */
  thinOut?: { after: number; onePer: number } | undefined;
}

/** How long rows of bookkeeping are kept. */
export interface KeepTimes {
  rejections: number;
  changes: number;
  sweeps: number;
  runs: number;
  tombstones: number;
  audit: number;
}

/** All that the housekeeper is told, as it works with it. */
export interface HousekeepingPolicy {
  schedule: string;
  erasure: string;
  undoFor: number;
  /** The share of the time in which it works, above 0 to 1. */
  load: number;
  probe: { every: number; margin: number };
  rules: RemovalRule[];
  series: SeriesRule[];
  keep: KeepTimes;
}
