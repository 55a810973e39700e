import type { Timestamp } from "@binnacle/contract";
import { NEVER_YET } from "./catalog-state.js";

/** Who says to be whose child, among the Resources of a batch, while records are merged into them. */
export class Family {
  private readonly parents = new Map<string, string>();
  private readonly children = new Map<string, Map<string, Timestamp>>();

  /** What a child says now; it replaces what it said before. */
  state(childId: string, parentId: string | null, on: Timestamp): void {
    const former = this.parents.get(childId);
    if (former !== undefined && former !== parentId) {
      this.children.get(former)!.delete(childId);
      this.parents.delete(childId);
    }
    if (parentId === null) return;
    this.parents.set(childId, parentId);
    const siblings = this.children.get(parentId);
    if (siblings) siblings.set(childId, on);
    else this.children.set(parentId, new Map([[childId, on]]));
  }

  /** The newest statement of a child that this is its parent. */
  newestStatement(parentId: string): Timestamp {
    let newest = NEVER_YET;
    for (const on of this.children.get(parentId)?.values() ?? []) if (on > newest) newest = on;
    return newest;
  }
}
