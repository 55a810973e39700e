import type { Timestamp } from "@binnacle/contract";
import type { AcceptedResource, IdentifiedResource } from "./accepted-record.js";
import type { ResourceRow } from "./batch-plan.js";
import { NEVER, NEVER_YET, type ResourceState, type StoredResource } from "./catalog-state.js";

const UNKNOWN: StoredResource = {
  mentionedOn: NEVER,
  declaredOn: NEVER_YET,
  expiresOn: NEVER_YET,
  parentSetOn: NEVER_YET,
  parentId: null,
  removedOn: NEVER_YET,
  snapshotOn: NEVER_YET,
  childOn: NEVER_YET,
};

/** One Resource while a batch is merged into it. Every method raises a maximum or lowers a minimum, so order does not matter. */
export class ResourceMerge {
  private readonly state: StoredResource;
  private isChanged = false;

  constructor(
    private readonly resource: IdentifiedResource,
    stored: StoredResource | undefined,
  ) {
    this.state = { ...(stored ?? UNKNOWN) };
  }

  get removedOn(): Timestamp {
    return this.state.removedOn;
  }

  get declaredOn(): Timestamp {
    return this.state.declaredOn;
  }

  get isPresent(): boolean {
    const { mentionedOn, declaredOn, snapshotOn, childOn, removedOn } = this.state;
    if (removedOn === NEVER_YET) return mentionedOn !== NEVER;
    return declaredOn > removedOn || snapshotOn > removedOn || childOn > removedOn;
  }

  get isDeclared(): boolean {
    return this.state.declaredOn > this.state.removedOn;
  }

  get shownParentId(): string | null {
    return this.state.parentSetOn > this.state.removedOn ? this.state.parentId : null;
  }

  mention(on: Timestamp): void {
    if (on < this.state.mentionedOn) this.change({ mentionedOn: on });
  }

  declare({ on, expiresOn, parent }: AcceptedResource): void {
    this.mention(on);
    const { declaredOn, parentSetOn } = this.state;
    if (on > declaredOn || (on === declaredOn && expiresOn > this.state.expiresOn)) {
      this.change({ declaredOn: on, expiresOn });
    }
    if (parent === undefined) return;
    const parentId = parent?.id ?? null;
    if (on > parentSetOn || (on === parentSetOn && (parentId ?? "") > (this.state.parentId ?? ""))) {
      this.change({ parentSetOn: on, parentId });
    }
  }

  remove(on: Timestamp): void {
    if (on > this.state.removedOn) this.change({ removedOn: on });
  }

  /** A snapshot of it lives in another table; it only bears on presence. */
  noteSnapshot(on: Timestamp): void {
    if (on > this.state.snapshotOn) this.state.snapshotOn = on;
  }

  /** Lives in the child's row, so that a busy parent is neither written nor locked. */
  noteChild(on: Timestamp): void {
    if (on > this.state.childOn) this.state.childOn = on;
  }

  /** The row to write, or `undefined` where the stored one would not change. */
  row(): ResourceRow | undefined {
    if (!this.isChanged) return undefined;
    const { snapshotOn: _, childOn: __, ...row } = this.state;
    return { ...this.resource, ...row };
  }

  private change(difference: Partial<ResourceState>): void {
    Object.assign(this.state, difference);
    this.isChanged = true;
  }
}
