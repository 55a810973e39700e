import type {
  AcceptedReading,
  AcceptedRecord,
  AcceptedRemoval,
  AcceptedResource,
  AcceptedSweep,
  IdentifiedResource,
} from "./accepted-record.js";
import type { BatchKeys, BatchPlan, ClaimRow, SeriesRow, SnapshotRow, SweepRow, WrittenRows } from "./batch-plan.js";
import { snapshotKey, type CatalogState, type SnapshotAddress, type StoredSnapshot } from "./catalog-state.js";
import type { Outcome } from "./outcome.js";
import { ResourceMerge } from "./resource-merge.js";

/** What must be read before the records can be planned. */
export function keysOf(records: readonly AcceptedRecord[]): BatchKeys {
  const resources = new Map<string, boolean>();
  const snapshots = new Map<string, SnapshotAddress>();
  for (const record of records) {
    if (record.kind === "sweep") continue;
    const { id } = record.resource;
    resources.set(id, record.kind === "removal" || (resources.get(id) ?? false));
    if (record.kind === "resource" && record.parent) {
      resources.set(record.parent.id, resources.get(record.parent.id) ?? false);
    }
    if (record.kind === "reading" && record.storageMode === "SNAPSHOT") {
      const address = { resourceId: id, type: record.type };
      snapshots.set(snapshotKey(address), address);
    }
  }
  return { resources, snapshots: [...snapshots.values()] };
}

/**
 * Merges the records into what is stored and says what to write and what came of each. The plan ends in the same state
 * in whatever order the records stand; only outcomes speak of the order.
 */
export function planBatch(records: readonly AcceptedRecord[], state: CatalogState): BatchPlan {
  const plan = new Planner(state);
  const outcomes = records.map((record, index) => plan.take(record, index));
  return { ...plan.rows(), outcomes };
}

/** The outcomes, with those that only the database could tell. */
export function settleOutcomes(plan: BatchPlan, written: WrittenRows): Outcome[] {
  const outcomes = [...plan.outcomes];
  const created = [
    ...plan.series.filter((row) => written.series.has(row)),
    ...plan.sweeps.filter((row) => written.sweeps.has(row)),
  ];
  for (const { records } of created) outcomes[records[0]!] = "created";
  return outcomes;
}

interface SnapshotMerge {
  stored: StoredSnapshot | undefined;
  newest: StoredSnapshot;
  row: SnapshotRow | undefined;
}

class Planner {
  private readonly resources = new Map<string, ResourceMerge>();
  private readonly claims = new Map<string, ClaimRow>();
  private readonly snapshots = new Map<string, SnapshotMerge>();
  private readonly series = new Map<string, SeriesRow>();
  private readonly sweeps = new Map<string, SweepRow>();

  constructor(private readonly state: CatalogState) {}

  take(record: AcceptedRecord, index: number): Outcome {
    switch (record.kind) {
      case "resource":
        return this.takeResource(record);
      case "reading":
        return record.storageMode === "SNAPSHOT" ? this.takeSnapshot(record) : this.takeSeries(record, index);
      case "removal":
        return this.takeRemoval(record);
      case "sweep":
        return this.takeSweep(record, index);
    }
  }

  rows(): Omit<BatchPlan, "outcomes"> {
    const snapshots = [...this.snapshots].filter(([, { stored, newest }]) => stored !== newest).toSorted(byKey);
    const touched = snapshots.filter(([, { stored, newest }]) => stored?.digest === newest.digest);
    const replaced = snapshots.filter(([, { stored, newest }]) => stored && stored.digest !== newest.digest);
    const added = snapshots.filter(([, { stored }]) => !stored);
    const rowsOf = (merges: typeof snapshots): SnapshotRow[] => merges.map(([, { row }]) => row!);
    return {
      resources: [...this.resources]
        .toSorted(byKey)
        .map(([, merge]) => merge.row())
        .filter((row) => row !== undefined),
      claims: sorted(this.claims),
      touches: rowsOf(touched),
      replacements: rowsOf(replaced),
      additions: rowsOf(added),
      series: sorted(this.series),
      sweeps: sorted(this.sweeps),
    };
  }

  private takeResource(record: AcceptedResource): Outcome {
    const { resource, parent, on, source } = record;
    const merge = this.resource(resource);
    const before = {
      isPresent: merge.isPresent,
      isDeclared: merge.isDeclared,
      parentId: merge.shownParentId,
      declaredOn: merge.declaredOn,
    };
    this.claim(resource.id, source, on);
    merge.declare(record);
    if (parent) {
      const parentMerge = this.resource(parent);
      parentMerge.mention(on);
      if (merge.shownParentId === parent.id) parentMerge.noteChild(on);
    }
    if (on <= merge.removedOn) return "superseded";
    if (!before.isPresent) return "created";
    if (before.isDeclared !== merge.isDeclared || before.parentId !== merge.shownParentId) return "changed";
    return on < before.declaredOn ? "superseded" : "unchanged";
  }

  private takeSnapshot(record: AcceptedReading): Outcome {
    const { resource, type, on, digest, source, text, references } = record;
    const merge = this.resource(resource);
    merge.mention(on);
    merge.noteSnapshot(on);
    const address = { resourceId: resource.id, type };
    const key = snapshotKey(address);
    const stored = this.state.snapshots.get(key);
    const newest = this.snapshots.get(key)?.newest ?? stored;
    const incoming = { collectedOn: on, digest, source };
    const order = newest ? compareSnapshots(incoming, newest) : 1;
    if (order > 0) {
      this.snapshots.set(key, { stored, newest: incoming, row: { ...address, ...incoming, text, references } });
    }
    if (on <= merge.removedOn || order < 0) return "superseded";
    if (order === 0) return "unchanged";
    if (!newest || newest.collectedOn <= merge.removedOn) return "created";
    return newest.digest === digest ? "unchanged" : "changed";
  }

  private takeSeries(record: AcceptedReading, index: number): Outcome {
    const { resource, type, on, digest, source, text } = record;
    this.resource(resource).mention(on);
    const key = `${snapshotKey({ resourceId: resource.id, type })} ${on} ${digest}`;
    const row = this.series.get(key);
    if (row) {
      row.records.push(index);
      if (source < row.source) row.source = source;
    } else {
      this.series.set(key, {
        resourceId: resource.id,
        type,
        collectedOn: on,
        digest,
        source,
        text,
        records: [index],
      });
    }
    return "unchanged";
  }

  private takeRemoval({ resource, on }: AcceptedRemoval): Outcome {
    const merge = this.resource(resource);
    const wasPresent = merge.isPresent;
    if (on <= merge.removedOn) return "superseded";
    merge.remove(on);
    if (!wasPresent) return "unchanged";
    return merge.isPresent ? "superseded" : "changed";
  }

  private takeSweep({ source, resourceType, parent, on, count }: AcceptedSweep, index: number): Outcome {
    const key = [source, resourceType, parent?.id, on, count].join(" ");
    const row = this.sweeps.get(key);
    if (row) row.records.push(index);
    else {
      this.sweeps.set(key, {
        source,
        resourceType,
        parentId: parent?.id ?? null,
        startedOn: on,
        count: count ?? null,
        records: [index],
      });
    }
    return "unchanged";
  }

  private resource(resource: IdentifiedResource): ResourceMerge {
    let merge = this.resources.get(resource.id);
    if (!merge) {
      merge = new ResourceMerge(resource, this.state.resources.get(resource.id));
      this.resources.set(resource.id, merge);
    }
    return merge;
  }

  private claim(resourceId: string, source: string, claimedOn: string): void {
    const key = `${resourceId} ${source}`;
    const claim = this.claims.get(key);
    if (!claim || claim.claimedOn < claimedOn) this.claims.set(key, { resourceId, source, claimedOn });
  }
}

/** The greatest (collectedOn, digest, source) wins. */
function compareSnapshots(a: StoredSnapshot, b: StoredSnapshot): number {
  return compare(a.collectedOn, b.collectedOn) || compare(a.digest, b.digest) || compare(a.source, b.source);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return compare(a[0], b[0]);
}

function sorted<T>(rows: Map<string, T>): T[] {
  return [...rows].toSorted(byKey).map(([, row]) => row);
}
