import { hash } from "node:crypto";
import { fieldKey, fieldText, isOfField, type ReadingField } from "../reads/reading-field.js";

/** What the reads are asked by, as far as it is for a company to say: what `binnacle.yaml` declares. */
export interface ReadDemands {
  fields: readonly ReadingField[];
  /** By reading type; `indexValues`: any place in the values may be asked for by `where`. */
  readingTypes: ReadonlyMap<string, { indexValues?: boolean }>;
}

/** An index whose name says what it is, so that another definition is another index. */
export interface ReadIndex {
  name: string;
  /** What follows `ON` in its statement. */
  definition: string;
}

/** Names of all indexes that are made and dropped by what is declared begin so. */
export const READ_INDEX_PREFIX = "declared_";

/**
 * The indexes that serve the demands: for each field one that finds and sorts by its value, and for parts of names and fields trigrams.
 * @param trigrams the operator class of pg_trgm, if the database has it
 */
export function readIndexes({ fields, readingTypes }: ReadDemands, trigrams: string | undefined): ReadIndex[] {
  const indexes = fields.map((field) =>
    readIndex(
      "field",
      `snapshot (type, ${fieldKey(field, "snapshot")}, resource_id) WHERE ${isOfField(field, "snapshot")}`,
    ),
  );
  if (trigrams !== undefined) {
    indexes.push(readIndex("part", `resource USING gin ((name COLLATE "default") ${trigrams})`));
    for (const field of fields) {
      const text = fieldText(field, "snapshot");
      indexes.push(readIndex("part", `snapshot USING gin (${text} ${trigrams}) WHERE ${isOfField(field, "snapshot")}`));
    }
  }
  for (const [readingType, { indexValues }] of readingTypes) {
    if (!indexValues) continue;
    const isOfType = isOfField({ readingType }, "snapshot");
    indexes.push(readIndex("values", `snapshot USING gin (value jsonb_path_ops) WHERE ${isOfType}`));
  }
  return [...new Map(indexes.map((index) => [index.name, index])).values()];
}

function readIndex(kind: string, definition: string): ReadIndex {
  return { name: `${READ_INDEX_PREFIX}${kind}_${hash("sha256", definition).slice(0, 16)}`, definition };
}
