import type { ResourceRow } from "@binnacle/ingest";
import { timestampArray, uuidArray } from "./binary-array.js";

/** What a Resource's row holds beside its key, column by column: mentioned, declared, expires, parent set, parent, removed, published removal. */
export function stateArrays(rows: readonly ResourceRow[]): Buffer[] {
  return [
    timestampArray(rows.map(({ mentionedOn }) => mentionedOn)),
    timestampArray(rows.map(({ declaredOn }) => declaredOn)),
    timestampArray(rows.map(({ expiresOn }) => expiresOn)),
    timestampArray(rows.map(({ parentSetOn }) => parentSetOn)),
    uuidArray(rows.map(({ parentId }) => parentId)),
    timestampArray(rows.map(({ removedOn }) => removedOn)),
    timestampArray(rows.map(({ publishedRemovalOn }) => publishedRemovalOn)),
  ];
}
