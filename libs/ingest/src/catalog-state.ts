import type { Timestamp } from "@binnacle/contract";

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
  removedOn: Timestamp;
}

/** A stored Resource, with what else bears on whether one that was removed is present again. */
export interface StoredResource extends ResourceState {
  /** Newest snapshot of it; only known for Resources that were removed or are about to be. */
  snapshotOn: Timestamp;
  /** Newest statement of a child that it is its current parent; known like `snapshotOn`. */
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
