import type { Timestamp } from "@binnacle/contract";
import type { AcceptedReading, AcceptedResource, IdentifiedResource } from "./accepted-record.js";
import type { ClaimRow, ResourceRow, SeriesRow, SnapshotRow } from "./batch-plan.js";
import { NEVER, NEVER_YET, type StoredResource, type StoredSnapshot } from "./catalog-state.js";
import type { Family } from "./family.js";

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

/** One snapshot while a batch is merged into it. */
export interface SnapshotMerge {
  type: string;
  stored: StoredSnapshot | undefined;
  newest: StoredSnapshot;
  /** To be written; `undefined`: what is stored stays. */
  row: SnapshotRow | undefined;
}

/** One Resource while a batch is merged into it. Every method raises a maximum or lowers a minimum, so order does not matter. */
export class ResourceMerge {
  private mentionedOn: Timestamp = NEVER;
  declaredOn: Timestamp = NEVER_YET;
  private expiresOn: Timestamp = NEVER_YET;
  private parentSetOn: Timestamp = NEVER_YET;
  private parentId: string | null = null;
  removedOn: Timestamp = NEVER_YET;
  private publishedRemovalOn: Timestamp = NEVER_YET;
  private snapshotOn: Timestamp = NEVER_YET;
  private isChanged = false;
  readonly wasPresent: boolean;
  private claimRows: Map<string, ClaimRow> | undefined;
  private snapshotMerges: Map<string, SnapshotMerge> | undefined;
  private seriesRows: Map<string, SeriesRow> | undefined;

  constructor(
    readonly resource: IdentifiedResource,
    readonly stored: StoredResource | undefined,
    private readonly family: Family,
  ) {
    if (stored) {
      this.mentionedOn = stored.mentionedOn;
      this.declaredOn = stored.declaredOn;
      this.expiresOn = stored.expiresOn;
      this.parentSetOn = stored.parentSetOn;
      this.parentId = stored.parentId;
      this.removedOn = stored.removedOn;
      this.publishedRemovalOn = stored.publishedRemovalOn;
      for (const on of stored.shownSnapshots.values()) this.noteSnapshot(on);
    }
    this.wasPresent = this.isPresent;
  }

  get isPresent(): boolean {
    const { mentionedOn, declaredOn, snapshotOn, removedOn } = this;
    if (removedOn === NEVER_YET) return mentionedOn !== NEVER;
    if (declaredOn > removedOn || snapshotOn > removedOn) return true;
    return (this.stored?.childOn ?? NEVER_YET) > removedOn || this.family.newestStatement(this.resource.id) > removedOn;
  }

  get removedBefore(): Timestamp {
    return this.stored?.removedOn ?? NEVER_YET;
  }

  get isDeclared(): boolean {
    return this.declaredOn > this.removedOn;
  }

  get shownParentId(): string | null {
    return this.parentSetOn > this.removedOn ? this.parentId : null;
  }

  /** That before the batch. */
  get formerParentId(): string | null {
    const { stored } = this;
    return stored && stored.parentSetOn > stored.removedOn ? stored.parentId : null;
  }

  /** Whether it is declared by, or a child of, another than before the batch. */
  get isStatedOtherwise(): boolean {
    const { stored } = this;
    const wasDeclared = stored !== undefined && stored.declaredOn > stored.removedOn;
    return wasDeclared !== this.isDeclared || this.formerParentId !== this.shownParentId;
  }

  /** By source. */
  get claims(): ReadonlyMap<string, ClaimRow> {
    return this.claimRows ?? NOTHING;
  }

  /** By type. */
  get snapshots(): ReadonlyMap<string, SnapshotMerge> {
    return this.snapshotMerges ?? NOTHING;
  }

  /** By type, time and digest. */
  get series(): ReadonlyMap<string, SeriesRow> {
    return this.seriesRows ?? NOTHING;
  }

  claim(source: string, claimedOn: Timestamp): void {
    const claims = (this.claimRows ??= new Map<string, ClaimRow>());
    const claim = claims.get(source);
    if (!claim || claim.claimedOn < claimedOn) claims.set(source, { resourceId: this.resource.id, source, claimedOn });
  }

  show(snapshot: SnapshotMerge): void {
    (this.snapshotMerges ??= new Map<string, SnapshotMerge>()).set(snapshot.type, snapshot);
  }

  /** `record`: the one that creates the row, if it is new. */
  append({ type, on, digest, source, text }: AcceptedReading, record: number | undefined): void {
    const series = (this.seriesRows ??= new Map<string, SeriesRow>());
    const key = `${type} ${on} ${digest}`;
    const row = series.get(key);
    if (!row) series.set(key, { resourceId: this.resource.id, type, collectedOn: on, digest, source, text, record });
    else if (source < row.source) row.source = source;
  }

  mention(on: Timestamp): void {
    if (on >= this.mentionedOn) return;
    this.mentionedOn = on;
    this.isChanged = true;
  }

  declare({ on, expiresOn, parent }: AcceptedResource): void {
    this.mention(on);
    if (on > this.declaredOn || (on === this.declaredOn && expiresOn > this.expiresOn)) {
      this.declaredOn = on;
      this.expiresOn = expiresOn;
      this.isChanged = true;
    }
    if (parent === undefined) return;
    const parentId = parent?.id ?? null;
    if (on > this.parentSetOn || (on === this.parentSetOn && (parentId ?? "") > (this.parentId ?? ""))) {
      this.parentSetOn = on;
      this.parentId = parentId;
      this.isChanged = true;
      this.tellFamily();
    }
  }

  remove(on: Timestamp): void {
    if (on > this.publishedRemovalOn) {
      this.publishedRemovalOn = on;
      this.isChanged = true;
    }
    if (on <= this.removedOn) return;
    this.removedOn = on;
    this.isChanged = true;
    this.tellFamily();
  }

  /** A snapshot of it lives in another table; it only bears on presence. */
  noteSnapshot(on: Timestamp): void {
    if (on > this.snapshotOn) this.snapshotOn = on;
  }

  /** The row to write, or `undefined` where the stored one would not change. */
  row(): ResourceRow | undefined {
    if (!this.isChanged) return undefined;
    const { id, type, name } = this.resource;
    const { mentionedOn, declaredOn, expiresOn, parentSetOn, parentId, removedOn, publishedRemovalOn } = this;
    const ends = { removedOn, publishedRemovalOn, isStored: this.stored !== undefined };
    return { id, type, name, mentionedOn, declaredOn, expiresOn, parentSetOn, parentId, ...ends };
  }

  /** A mention as parent lives in the child's row, so that a busy parent is neither written nor locked. */
  private tellFamily(): void {
    this.family.state(this.resource.id, this.shownParentId, this.parentSetOn);
  }
}
