import type { Timestamp } from "@binnacle/contract";
import type {
  AcceptedReading,
  AcceptedRecord,
  AcceptedRemoval,
  AcceptedResource,
  AcceptedSweep,
  IdentifiedResource,
} from "./accepted-record.js";
import type { BatchPlan, SweepRow } from "./batch-plan.js";
import {
  NEVER_YET,
  snapshotKey,
  type CatalogState,
  type SnapshotAddress,
  type StoredResource,
  type StoredSnapshot,
} from "./catalog-state.js";
import { changeOf } from "./change-of.js";
import { Family } from "./family.js";
import type { Outcome } from "./outcome.js";
import { ResourceMerge } from "./resource-merge.js";
import { tallyResources, tallySnapshots } from "./tallies-of.js";

/** What of a Resource is shown, times apart. */
export interface ShownResource {
  isPresent: boolean;
  isDeclared: boolean;
  parentId: string | null;
}

/** A batch while its records are merged into what is stored. */
export class Planner {
  private readonly family = new Family();
  private readonly resources = new Map<string, ResourceMerge>();
  private readonly sweeps = new Map<string, SweepRow>();

  constructor(
    records: readonly AcceptedRecord[],
    private readonly state: CatalogState,
    private readonly keepHistory: ReadonlySet<string>,
    private readonly keptSince: ReadonlyMap<string, Timestamp>,
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

  /** What of its Resource is shown by now. */
  shownOf(record: Exclude<AcceptedRecord, AcceptedSweep>): ShownResource {
    const { isPresent, isDeclared, shownParentId: parentId } = this.merge(record.resource.id);
    return { isPresent, isDeclared, parentId };
  }

  /** What a snapshot has to beat. */
  newestSnapshot({ resourceId, type }: SnapshotAddress): StoredSnapshot | undefined {
    const merged = this.merge(resourceId).snapshots.get(type);
    return merged ? merged.newest : this.state.snapshots.get(snapshotKey({ resourceId, type }));
  }

  /** Everything to write, in key order. */
  plan(outcomes: Outcome[]): BatchPlan {
    const plan: BatchPlan = {
      resources: [],
      claims: [],
      touches: [],
      replacements: [],
      additions: [],
      series: [],
      sweeps: [...sorted(this.sweeps)],
      outcomes,
      changes: [],
      present: new Map<string, IdentifiedResource>(),
      tallies: [],
      contested: [],
    };
    for (const merge of sorted(this.resources)) {
      const row = merge.row();
      if (row) plan.resources.push(row);
      plan.claims.push(...sorted(merge.claims));
      this.planSnapshots(merge, plan);
      plan.series.push(...sorted(merge.series));
      if (merge.series.size > 0 && merge.isPresent) plan.present.set(merge.resource.id, merge.resource);
      const change = changeOf(merge);
      if (change) plan.changes.push(change);
      plan.contested.push(...this.contestedBy(merge));
    }
    plan.tallies.push(...tallyResources(plan.resources));
    const typeOf = (id: string): string => this.merge(id).resource.type;
    plan.tallies.push(...tallySnapshots(plan.additions, [...plan.touches, ...plan.replacements], typeOf));
    return plan;
  }

  private *contestedBy({ resource, stored, wasPresent, isPresent, formerParentId, shownParentId }: ResourceMerge) {
    if (!stored) return;
    if (wasPresent !== isPresent && stored.removedOn > NEVER_YET) yield resource.id;
    if (formerParentId === null || formerParentId === shownParentId) return;
    const former = this.resources.get(formerParentId)?.stored;
    if (former && former.removedOn > NEVER_YET) yield formerParentId;
  }

  private planSnapshots(merge: ResourceMerge, plan: BatchPlan): void {
    for (const { stored, row } of sorted(merge.snapshots)) {
      if (!row) continue;
      if (!stored) plan.additions.push(row);
      else if (stored.digest === row.digest) plan.touches.push(row);
      else plan.replacements.push(row);
    }
  }

  private takeResource(record: AcceptedResource): Outcome {
    const { resource, parent, on, source } = record;
    const merge = this.merge(resource.id);
    const { isPresent: wasPresent, isDeclared: wasDeclared, shownParentId: formerParentId, declaredOn } = merge;
    merge.claim(source, on);
    merge.declare(record);
    if (parent) this.merge(parent.id).mention(on);
    if (on <= merge.removedOn) return "superseded";
    if (!wasPresent) return "created";
    if (wasDeclared !== merge.isDeclared || formerParentId !== merge.shownParentId) return "changed";
    return on < declaredOn ? "superseded" : "unchanged";
  }

  private takeSnapshot(record: AcceptedReading): Outcome {
    const { resource, type, on, digest, source, text, references } = record;
    const merge = this.merge(resource.id);
    merge.mention(on);
    merge.noteSnapshot(on);
    if (this.keepHistory.has(type) && this.isKept(record)) merge.append(record, undefined);
    const address = { resourceId: resource.id, type };
    const merged = merge.snapshots.get(type);
    const stored = merged ? merged.stored : this.state.snapshots.get(snapshotKey(address));
    const newest = merged?.newest ?? stored;
    const order = newest ? compareSnapshots(on, record, newest) : 1;
    if (order > 0) {
      const row = { ...address, collectedOn: on, digest, source, text, references };
      merge.show({ type, stored, newest: row, row });
    } else if (!merged) {
      merge.show({ type, stored, newest: stored!, row: undefined });
    }
    if (on <= merge.removedOn || order < 0) return "superseded";
    if (order === 0) return "unchanged";
    if (!newest || newest.collectedOn <= merge.removedOn) return "created";
    return newest.digest === digest ? "unchanged" : "changed";
  }

  private takeSeries(record: AcceptedReading, index: number): Outcome {
    const merge = this.merge(record.resource.id);
    merge.mention(record.on);
    if (!this.isKept(record)) return "superseded";
    merge.append(record, index);
    return "unchanged";
  }

  private isKept({ type, on }: AcceptedReading): boolean {
    const since = this.keptSince.get(type);
    return since === undefined || on >= since;
  }

  private takeRemoval({ resource, on }: AcceptedRemoval): Outcome {
    const merge = this.merge(resource.id);
    const wasPresent = merge.isPresent;
    const isBeaten = on <= merge.removedOn;
    // Also where a decision beats it, which may be taken back.
    merge.remove(on);
    if (isBeaten) return "superseded";
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
}

/** The greatest (collectedOn, digest, source) wins. */
function compareSnapshots(on: string, { digest, source }: AcceptedReading, b: StoredSnapshot): number {
  return compare(on, b.collectedOn) || compare(digest, b.digest) || compare(source, b.source);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The values, by key. */
function sorted<T>(rows: ReadonlyMap<string, T>): Iterable<T> {
  if (rows.size < 2) return rows.values();
  return [...rows.keys()].toSorted(compare).map((key) => rows.get(key)!);
}
