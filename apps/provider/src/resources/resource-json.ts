import type { CatalogResource } from "@binnacle/store";

/** What some lists say of a Resource besides. */
export interface ResourceExtras {
  depth?: number;
  readingTypes?: readonly string[];
}

/** A Resource as JSON text. `readings` is the text of the readings to embed. */
export function resourceJson(
  row: Omit<CatalogResource, "createdOn"> & { createdOn: string | null } & ResourceExtras,
  readings?: string,
): string {
  const { id, type, name, parentId, createdOn, lastSeenOn, expiresOn, declared, depth, readingTypes } = row;
  const json = JSON.stringify({
    id,
    type,
    name,
    parentId,
    createdOn,
    lastSeenOn,
    expiresOn,
    declared,
    depth,
    readingTypes,
  });
  return readings === undefined ? json : `${json.slice(0, -1)},"readings":${readings}}`;
}
