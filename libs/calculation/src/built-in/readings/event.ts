import type { CatalogReading } from "../../catalog/catalog-items.js";
import { fieldsOf, textIn } from "./fields.js";

const MAX_KIND = 64;

/** What a `ServiceEvent` is: its field `event`, in lower case. */
export function eventKind({ value }: CatalogReading): string {
  const kind = textIn(fieldsOf(value), "event");
  return kind === undefined || kind.length > MAX_KIND ? "other" : kind.toLowerCase();
}

/** A few words about a `ServiceEvent`, for a list: its title, else the version. */
export function eventTitle({ value }: CatalogReading): string | null {
  return textIn(fieldsOf(value), "title", "summary", "message", "description", "version") ?? null;
}
