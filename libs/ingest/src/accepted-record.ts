import type { StorageMode, Timestamp } from "@binnacle/contract";

/** A Resource with the id that follows from its type and name. */
export interface IdentifiedResource {
  id: string;
  type: string;
  name: string;
}

interface Accepted {
  source: string;
  /** The record's time: observed, collected, removed or started on. */
  on: Timestamp;
}

export interface AcceptedResource extends Accepted {
  kind: "resource";
  resource: IdentifiedResource;
  /** `undefined`: the record says nothing about its parent; `null`: it has none. */
  parent: IdentifiedResource | null | undefined;
  /** When its lease ends; `infinity` without one. */
  expiresOn: Timestamp;
}

export interface AcceptedReading extends Accepted {
  kind: "reading";
  resource: IdentifiedResource;
  type: string;
  storageMode: StorageMode;
  /** The value as PostgreSQL prints it. */
  text: string;
  /** SHA-256 of `text`, in hex. */
  digest: string;
  references: IdentifiedResource[];
}

export interface AcceptedRemoval extends Accepted {
  kind: "removal";
  resource: IdentifiedResource;
}

export interface AcceptedSweep extends Accepted {
  kind: "sweep";
  resourceType: string;
  parent: IdentifiedResource | undefined;
  count: number | undefined;
}

/** A record that passed validation: times and ids are filled in, names normalised, its value inspected. */
export type AcceptedRecord = AcceptedResource | AcceptedReading | AcceptedRemoval | AcceptedSweep;
