import type {
  AcceptedReading,
  AcceptedRecord,
  AcceptedRemoval,
  AcceptedResource,
  AcceptedSweep,
  IdentifiedResource,
} from "./accepted-record.js";
import type {
  BatchKeys,
  BatchPlan,
  ClaimRow,
  ResourceChange,
  SeriesRow,
  SnapshotRow,
  SweepRow,
  WrittenRows,
} from "./batch-plan.js";
import {
  snapshotKey,
  type CatalogState,
  type SnapshotAddress,
  type StoredResource,
  type StoredSnapshot,
} from "./catalog-state.js";
import { Family } from "./family.js";
import type { Outcome } from "./outcome.js";
import { ResourceMerge } from "./resource-merge.js";
import { tallyResources, tallySnapshots } from "./tallies-of.js";

/** What must be read before the records can be planned. */
export function keysOf(records: readonly AcceptedRecord[]): BatchKeys {
  const resources = new Map<string, boolean>();
  const own = new Set<string>();
  const snapshots = new Map<string, SnapshotAddress>();
  for (const record of records) {
    if (record.kind === "sweep") continue;
    const { id } = record.resource;
    if (record.kind === "removal") resources.set(id, true);
    else if (!resources.has(id)) resources.set(id, false);
    if (record.kind !== "reading") own.add(id);
    if (record.kind === "resource" && record.parent && !resources.has(record.parent.id)) {
      resources.set(record.parent.id, false);
    }
    if (record.kind === "reading" && record.storageMode === "SNAPSHOT") {
      const address = { resourceId: id, type: record.type };
      snapshots.set(snapshotKey(address), address);
    }
  }
  return { resources, own, snapshots: [...snapshots.values()] };
}

export interface PlanOptions {
  /** Reading types of which every accepted snapshot is also kept as a series. */
  keepHistory?: ReadonlySet<string> | undefined;
}

/**
 * Merges the records into what is stored and says what to write and what came of each. The plan ends in the same state
 * in whatever order the records stand; only outcomes speak of the order.
 */
export function planBatch(
  records: readonly AcceptedRecord[],
  state: CatalogState,
  { keepHistory = NO_TYPES }: PlanOptions = {},
): BatchPlan {
  const planner = new Planner(records, state, keepHistory);
  const outcomes = records.map((record, index) => planner.take(record, index));
  return { ...planner.rows(), outcomes };
}

/** The outcomes, with those that only the database could tell. */
export function settleOutcomes(plan: BatchPlan, written: WrittenRows): Outcome[] {
  const outcomes = [...plan.outcomes];
  for (const row of written.series) if (row.record !== undefined) outcomes[row.record] = "created";
  for (const row of written.sweeps) outcomes[row.record] = "created";
  return outcomes;
}

const NO_TYPES: ReadonlySet<string> = new Set();

interface SnapshotMerge {
  resource: ResourceMerge;
  type: string;
  stored: StoredSnapshot | undefined;
  newest: StoredSnapshot;
  /** To be written; `undefined`: what is stored stays. */
  row: SnapshotRow | undefined;
}

class Planner {
  private readonly family = new Family();
  private readonly resources = new Map<string, ResourceMerge>();
  private readonly claims = new Map<string, ClaimRow>();
  private readonly snapshots = new Map<string, SnapshotMerge>();
  private readonly series = new Map<string, SeriesRow>();
  private readonly sweeps = new Map<string, SweepRow>();

  constructor(
    records: readonly AcceptedRecord[],
    private readonly state: CatalogState,
    private readonly keepHistory: ReadonlySet<string>,
  ) {
    for (const [id, stored] of state.resources) {
      if (stored.parentSetOn > stored.removedOn) this.family.state(id, stored.parentId, stored.parentSetOn);
    }
    for (const parent of state.formerParents.values()) this.add(parent, parent);
    // All of them before any record is merged: what they were like before must not depend on the order.
    for (const record of records) {
      if (record.kind === "sweep") continue;
      this.add(record.resource, state.resources.get(record.resource.id));
      if (record.kind === "resource" && record.parent) {
        this.add(record.parent, state.resources.get(record.parent.id));
      }
    }
  }

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
    const merges = [...this.resources].toSorted(byKey).map(([, merge]) => merge);
    const resources = merges.map((merge) => merge.row()).filter((row) => row !== undefined);
    const touches: SnapshotRow[] = [];
    const replacements: SnapshotRow[] = [];
    const additions: SnapshotRow[] = [];
    for (const [, { stored, row }] of [...this.snapshots].toSorted(byKey)) {
      if (!row) continue;
      if (!stored) additions.push(row);
      else (stored.digest === row.digest ? touches : replacements).push(row);
    }
    const series = sorted(this.series);
    return {
      resources,
      claims: sorted(this.claims),
      touches,
      replacements,
      additions,
      series,
      sweeps: sorted(this.sweeps),
      changes: this.changes(merges),
      present: this.present(series),
      tallies: [...tallyResources(resources), ...tallySnapshots(additions, [...touches, ...replacements])],
    };
  }

  private changes(merges: readonly ResourceMerge[]): ResourceChange[] {
    const changedTypes = this.changedTypes();
    const changes: ResourceChange[] = [];
    for (const merge of merges) {
      const { before, shown, resource } = merge;
      if (!before.isPresent && !shown.isPresent) continue;
      const readingTypes = shown.isPresent ? [...(changedTypes.get(merge) ?? [])].toSorted() : [];
      const isSame =
        before.isPresent === shown.isPresent &&
        before.isDeclared === shown.isDeclared &&
        before.parentId === shown.parentId;
      if (isSame && readingTypes.length === 0) continue;
      const kind = !before.isPresent ? "created" : shown.isPresent ? "changed" : "removed";
      changes.push({ resourceId: resource.id, resourceType: resource.type, kind, readingTypes });
    }
    return changes;
  }

  /** The types whose snapshots are shown now and were not before, or with another value, or are shown no more. */
  private changedTypes(): Map<ResourceMerge, Set<string>> {
    const changed = new Map<ResourceMerge, Set<string>>();
    const add = (merge: ResourceMerge, type: string): void => {
      const types = changed.get(merge);
      if (types) types.add(type);
      else changed.set(merge, new Set([type]));
    };
    for (const { resource, stored, newest, type } of this.snapshots.values()) {
      const was = stored && stored.collectedOn > resource.removedBefore ? stored.digest : undefined;
      const is = newest.collectedOn > resource.removedOn ? newest.digest : undefined;
      if (was !== is) add(resource, type);
    }
    for (const merge of this.resources.values()) {
      if (merge.removedOn === merge.removedBefore || !merge.stored) continue;
      for (const [type, on] of merge.stored.shownSnapshots) {
        const isMerged = this.snapshots.has(snapshotKey({ resourceId: merge.resource.id, type }));
        if (!isMerged && on <= merge.removedOn) add(merge, type);
      }
    }
    return changed;
  }

  private present(series: readonly SeriesRow[]): Map<string, IdentifiedResource> {
    const present = new Map<string, IdentifiedResource>();
    for (const { resourceId } of series) {
      const { isPresent, resource } = this.resources.get(resourceId)!;
      if (isPresent) present.set(resourceId, resource);
    }
    return present;
  }

  private takeResource(record: AcceptedResource): Outcome {
    const { resource, parent, on, source } = record;
    const merge = this.merge(resource.id);
    const before = merge.shown;
    const { declaredOn } = merge;
    this.claim(resource.id, source, on);
    merge.declare(record);
    if (parent) this.merge(parent.id).mention(on);
    if (on <= merge.removedOn) return "superseded";
    if (!before.isPresent) return "created";
    if (before.isDeclared !== merge.isDeclared || before.parentId !== merge.shownParentId) return "changed";
    return on < declaredOn ? "superseded" : "unchanged";
  }

  private takeSnapshot(record: AcceptedReading): Outcome {
    const { resource, type, on, digest, source, text, references } = record;
    const merge = this.merge(resource.id);
    merge.mention(on);
    merge.noteSnapshot(on);
    if (this.keepHistory.has(type)) this.append(record, undefined);
    const address = { resourceId: resource.id, type };
    const key = snapshotKey(address);
    const merged = this.snapshots.get(key);
    const stored = merged ? merged.stored : this.state.snapshots.get(key);
    const newest = merged?.newest ?? stored;
    const incoming = { collectedOn: on, digest, source };
    const order = newest ? compareSnapshots(incoming, newest) : 1;
    if (order > 0) {
      const row = { ...address, ...incoming, text, references };
      this.snapshots.set(key, { resource: merge, type, stored, newest: row, row });
    } else if (!merged) {
      this.snapshots.set(key, { resource: merge, type, stored, newest: stored!, row: undefined });
    }
    if (on <= merge.removedOn || order < 0) return "superseded";
    if (order === 0) return "unchanged";
    if (!newest || newest.collectedOn <= merge.removedOn) return "created";
    return newest.digest === digest ? "unchanged" : "changed";
  }

  private takeSeries(record: AcceptedReading, index: number): Outcome {
    this.merge(record.resource.id).mention(record.on);
    this.append(record, index);
    return "unchanged";
  }

  private append({ resource, type, on, digest, source, text }: AcceptedReading, record: number | undefined): void {
    const resourceId = resource.id;
    const key = `${snapshotKey({ resourceId, type })} ${on} ${digest}`;
    const row = this.series.get(key);
    if (!row) this.series.set(key, { resourceId, type, collectedOn: on, digest, source, text, record });
    else if (source < row.source) row.source = source;
  }

  private takeRemoval({ resource, on }: AcceptedRemoval): Outcome {
    const merge = this.merge(resource.id);
    const wasPresent = merge.isPresent;
    if (on <= merge.removedOn) return "superseded";
    merge.remove(on);
    if (!wasPresent) return "unchanged";
    return merge.isPresent ? "superseded" : "changed";
  }

  private takeSweep({ source, resourceType, parent, on, count }: AcceptedSweep, index: number): Outcome {
    const key = [source, resourceType, parent?.id, on, count].join(" ");
    if (!this.sweeps.has(key)) {
      const parentId = parent?.id ?? null;
      this.sweeps.set(key, { source, resourceType, parentId, startedOn: on, count: count ?? null, record: index });
    }
    return "unchanged";
  }

  private add(resource: IdentifiedResource, stored: StoredResource | undefined): void {
    if (this.resources.has(resource.id)) return;
    this.resources.set(resource.id, new ResourceMerge(resource, stored, this.family));
  }

  private merge(id: string): ResourceMerge {
    return this.resources.get(id)!;
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
