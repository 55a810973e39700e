import type { Timestamp } from "@binnacle/contract";
import type { IdentifiedResource } from "./accepted-record.js";

/** "Never" as PostgreSQL writes it. As text both compare correctly with every timestamp. */
export const NEVER_YET: Timestamp = "-infinity";
export const NEVER: Timestamp = "infinity";

/** What the catalog holds about a Resource: independent minima and maxima, so that merging commutes. */
export interface ResourceState {
  /** Earliest mention by any record; `infinity` if there was none. */
  mentionedOn: Timestamp;
  /** Newest own `resource` record. */
  declaredOn: Timestamp;
  /** Lease of that record; `infinity` without one, `-infinity` if never declared. */
  expiresOn: Timestamp;
  /** Newest own `resource` record that has the field `parent`. */
  parentSetOn: Timestamp;
  parentId: string | null;
  /** When it ended last: the newest of its removals and of the housekeeper's decisions. */
  removedOn: Timestamp;
  /** The newest of its removals alone, since decisions may be taken back. */
  publishedRemovalOn: Timestamp;
}

/**
 * A stored Resource, with what else bears on whether one that was removed is present again. Of one that the batch only mentions, lease
 * and parent may be missing.
 */
export interface StoredResource extends ResourceState {
  /** Its shown snapshots, type by time; only known for Resources that were removed or are about to be. */
  shownSnapshots: ReadonlyMap<string, Timestamp>;
  /** Newest statement of a child that it is its current parent, the batch's own Resources left out; known like `shownSnapshots`. */
  childOn: Timestamp;
}

export interface StoredSnapshot {
  collectedOn: Timestamp;
  digest: string;
  source: string;
}

/** What a batch needs to know before it is planned. */
export interface CatalogState {
  resources: Map<string, StoredResource>;
  /**
   * Removed Resources that the batch does not speak of, and of which a child does that may leave them: only that child may have
   * kept them present.
   */
  formerParents: Map<string, StoredResource & IdentifiedResource>;
  /** By {@link snapshotKey}. */
  snapshots: Map<string, StoredSnapshot>;
}

export interface SnapshotAddress {
  resourceId: string;
  type: string;
}

export function snapshotKey({ resourceId, type }: SnapshotAddress): string {
  return `${resourceId} ${type}`;
}
