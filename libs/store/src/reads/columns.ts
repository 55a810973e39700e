import type { StorageMode, Timestamp } from "@binnacle/contract";

/** A Resource as the view `resource_current` shows it. */
export interface CatalogResource {
  id: string;
  type: string;
  name: string;
  parentId: string | null;
  createdOn: Timestamp;
  lastSeenOn: Timestamp | null;
  expiresOn: Timestamp | null;
  declared: boolean;
}

/** A Reading as the views `reading_current` and `reading_series` show it. */
export interface CatalogReading {
  resourceId: string;
  type: string;
  storageMode: StorageMode;
  collectedOn: Timestamp;
  source: string;
  /** SHA-256 of the value's text, in hex; tells apart what one series holds of one time. */
  digest: string;
  /** The value as PostgreSQL prints it: JSON text, to be passed on as it is. */
  value: string;
}

/** Where a page of things sorted by type and name goes on. */
export interface TypeNameKey {
  type: string;
  name: string;
}

/** Prints a `timestamptz` as a `Timestamp`. */
export function timestampText(expression: string): string {
  return `to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** Columns of `CatalogResource` from `resource_current r`. */
export const RESOURCE_COLUMNS = `r.id, r.type, r.name, r.parent_id AS "parentId",
  ${timestampText("r.created_on")} AS "createdOn", ${timestampText("r.last_seen_on")} AS "lastSeenOn",
  ${timestampText("r.expires_on")} AS "expiresOn", r.declared`;

const READING_COLUMNS = `${timestampText("s.collected_on")} AS "collectedOn", s.source,
  encode(s.digest, 'hex') AS digest, s.value::text AS value`;

/** Columns of `CatalogReading` from `reading_current s`. */
export const SNAPSHOT_COLUMNS = `s.resource_id AS "resourceId", s.type, 'SNAPSHOT' AS "storageMode", ${READING_COLUMNS}`;

/** Columns of `CatalogReading` from `reading_series s`. */
export const SERIES_COLUMNS = `s.resource_id AS "resourceId", s.type, 'TIME_SERIES' AS "storageMode", ${READING_COLUMNS}`;
