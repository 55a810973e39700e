import type { Timestamp } from "@binnacle/contract";
import type { AcceptedResource, IdentifiedResource } from "./accepted-record.js";
import type { ResourceRow } from "./batch-plan.js";
import { NEVER, NEVER_YET, type ResourceState, type StoredResource } from "./catalog-state.js";
import type { Family } from "./family.js";

/** What of a Resource is shown, times apart. */
export interface ShownResource {
  isPresent: boolean;
  isDeclared: boolean;
  parentId: string | null;
}

/** One Resource while a batch is merged into it. Every method raises a maximum or lowers a minimum, so order does not matter. */
export class ResourceMerge {
  private mentionedOn: Timestamp = NEVER;
  declaredOn: Timestamp = NEVER_YET;
  private expiresOn: Timestamp = NEVER_YET;
  private parentSetOn: Timestamp = NEVER_YET;
  private parentId: string | null = null;
  removedOn: Timestamp = NEVER_YET;
  private snapshotOn: Timestamp = NEVER_YET;
  private isChanged = false;
  /** As it was before the batch. */
  readonly before: ShownResource;

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
      for (const on of stored.shownSnapshots.values()) this.noteSnapshot(on);
    }
    this.before = this.shown;
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

  get shown(): ShownResource {
    return { isPresent: this.isPresent, isDeclared: this.isDeclared, parentId: this.shownParentId };
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
    const { mentionedOn, declaredOn, expiresOn, parentSetOn, parentId, removedOn } = this;
    const state: ResourceState = { mentionedOn, declaredOn, expiresOn, parentSetOn, parentId, removedOn };
    return { id, type, name, ...state, isStored: this.stored !== undefined };
  }

  /** A mention as parent lives in the child's row, so that a busy parent is neither written nor locked. */
  private tellFamily(): void {
    this.family.state(this.resource.id, this.shownParentId, this.parentSetOn);
  }
}
