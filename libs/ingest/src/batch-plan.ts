import type { Timestamp } from "@binnacle/contract";
import type { IdentifiedResource } from "./accepted-record.js";
import type { ResourceState, SnapshotAddress } from "./catalog-state.js";
import type { Outcome } from "./outcome.js";

/** What a batch reads before it is planned. */
export interface BatchKeys {
  /** Ids, with whether the batch removes the Resource. */
  resources: Map<string, boolean>;
  snapshots: SnapshotAddress[];
}

export interface ResourceRow extends ResourceState {
  id: string;
  type: string;
  name: string;
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
  /** The records that state this row; the first of them creates it. */
  records: number[];
}

export interface SweepRow {
  source: string;
  resourceType: string;
  parentId: string | null;
  startedOn: Timestamp;
  count: number | null;
  records: number[];
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
}

/** Which of the rows that may be there already were new. */
export interface WrittenRows {
  series: ReadonlySet<SeriesRow>;
  sweeps: ReadonlySet<SweepRow>;
}
