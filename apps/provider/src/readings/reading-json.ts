import { hash } from "node:crypto";
import type { CatalogReading } from "@binnacle/store";

/** A Reading as JSON text. Its value is spliced in as the database printed it, so that no digit is lost. */
export function readingJson(reading: CatalogReading): string {
  const { resourceId, type, storageMode, collectedOn, source, value } = reading;
  const id = storageMode === "TIME_SERIES" ? seriesReadingId(reading) : undefined;
  const json = JSON.stringify({ id, resourceId, type, storageMode, collectedOn, source });
  return `${json.slice(0, -1)},"value":${value}}`;
}

/** Derived from what identifies it, so that it needs no column of its own. */
function seriesReadingId({ resourceId, type, collectedOn, digest }: CatalogReading): string {
  return hash("sha256", `${resourceId}\n${type}\n${collectedOn}\n${digest}`, "base64url").slice(0, 22);
}
