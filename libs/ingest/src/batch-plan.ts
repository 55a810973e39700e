import type { Timestamp } from "@binnacle/contract";
import type { IdentifiedResource } from "./accepted-record.js";
import type { ResourceState, SnapshotAddress } from "./catalog-state.js";
import type { Outcome } from "./outcome.js";

/** What a batch reads before it is planned. */
export interface BatchKeys {
  /** Ids, with whether the batch removes the Resource. */
  resources: Map<string, boolean>;
  /** Of those, the Resources with records of their own, or removals: they are likely to be written, and may leave their parents. */
  own: Set<string>;
  snapshots: SnapshotAddress[];
}

export interface ResourceRow extends ResourceState {
  id: string;
  type: string;
  name: string;
  /** Whether it replaces a row that was read. */
  isStored: boolean;
}

export interface ClaimRow {
  resourceId: string;
  source: string;
  claimedOn: Timestamp;
}

export interface SnapshotTouch extends SnapshotAddress {
  collectedOn: Timestamp;
  source: string;
}

export interface SnapshotRow extends SnapshotTouch {
  digest: string;
  text: string;
  references: IdentifiedResource[];
}

export interface SeriesRow extends SnapshotTouch {
  digest: string;
  text: string;
  /** The first record that states this row, which creates it; `undefined`: a snapshot does, whose type's history is kept. */
  record: number | undefined;
}

export interface SweepRow {
  source: string;
  resourceType: string;
  parentId: string | null;
  startedOn: Timestamp;
  count: number | null;
  /** The first record that states it. */
  record: number;
}

export type ChangeKind = "created" | "changed" | "removed";

/** What a transaction changed of what is shown of a Resource; a moved time alone is no change. */
export interface ResourceChange {
  resourceId: string;
  resourceType: string;
  kind: ChangeKind;
  /** Of the snapshots that got another value, were created or are shown no more, and of new series rows; sorted. */
  readingTypes: string[];
}

/** How many rows of a type a transaction added to a table, and the newest time among those it wrote. */
export interface TypeTally {
  kind: "resource" | "snapshot" | "series";
  type: string;
  /** Of snapshots, which are counted by the type of their Resources too; else `null`. */
  resourceType: string | null;
  /** 0 where only the time moved. */
  count: number;
  /** Newest own record or collection; `-infinity`: none. */
  newest: Timestamp;
}

/** How many records of a source a transaction dealt with. */
export interface SourceTally {
  source: string;
  /** Rejected ones and repeats among them. */
  records: number;
  rejections: number;
  /** When the queue received the newest of their messages. */
  newest: Timestamp;
}

/** Everything that one transaction writes, each list in the global key order that keeps concurrent sinks from deadlock. */
export interface BatchPlan {
  resources: ResourceRow[];
  claims: ClaimRow[];
  /** Stored snapshots whose value stays: only time and source move. */
  touches: SnapshotTouch[];
  /** Stored snapshots that get a new value. */
  replacements: SnapshotRow[];
  /** Snapshots that were not stored. */
  additions: SnapshotRow[];
  series: SeriesRow[];
  sweeps: SweepRow[];
  /** By record; what series rows and sweeps came to is known only once they are written. */
  outcomes: Outcome[];
  /** What the batch changes of what is shown, series apart. */
  changes: ResourceChange[];
  /** The Resources of the batch that are present after it, by id: new series rows of theirs are shown. */
  present: Map<string, IdentifiedResource>;
  /** What it adds by type, series apart. */
  tallies: TypeTally[];
  /**
   * Ids of stored Resources that were removed, and that the batch brings back, ends again, or takes a child from. What came of it is true
   * only if nobody else does so at the same time.
   */
  contested: string[];
}

/** Which of the rows that may be there already were new. */
export interface WrittenRows {
  series: ReadonlySet<SeriesRow>;
  sweeps: ReadonlySet<SweepRow>;
}
