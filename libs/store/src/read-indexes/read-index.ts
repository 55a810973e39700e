import { hash } from "node:crypto";
import { fieldBeginning, fieldKey, fieldText, isOfField, type ReadingField } from "../reads/reading-field.js";

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
 * What the planner is to know of a field: of a partial index's expressions it takes nothing, and that only Readings of one type have the
 * field it cannot guess.
 */
export interface ReadStatistics {
  name: string;
  /** What follows its name in its statement. */
  definition: string;
}

/** One for each field. */
export function readStatistics({ fields }: ReadDemands): ReadStatistics[] {
  const statistics = fields.map((field) =>
    named(
      "field",
      // The planner compares a condition with its collation taken off; the field by itself it looks up as it stands.
      `(mcv) ON type, (${fieldBeginning(field, "snapshot")}), ${fieldKey(field, "snapshot")}, ${fieldText(field, "snapshot")} FROM snapshot`,
    ),
  );
  return [...new Map(statistics.map((each) => [each.name, each])).values()];
}

/**
 * The indexes that serve the demands: for each field one that finds and sorts by its value, and for parts of names and fields trigrams.
 * @param trigrams the operator class of pg_trgm, if the database has it
 */
export function readIndexes({ fields, readingTypes }: ReadDemands, trigrams: string | undefined): ReadIndex[] {
  const indexes = fields.map((field) =>
    named(
      "field",
      `snapshot (type, ${fieldKey(field, "snapshot")}, resource_id) WHERE ${isOfField(field, "snapshot")}`,
    ),
  );
  if (trigrams !== undefined) {
    indexes.push(named("part", `resource USING gin ((name COLLATE "default") ${trigrams})`));
    for (const field of fields) {
      const text = fieldText(field, "snapshot");
      indexes.push(named("part", `snapshot USING gin (${text} ${trigrams}) WHERE ${isOfField(field, "snapshot")}`));
    }
  }
  for (const [readingType, { indexValues }] of readingTypes) {
    if (!indexValues) continue;
    const isOfType = isOfField({ readingType }, "snapshot");
    indexes.push(named("values", `snapshot USING gin (value jsonb_path_ops) WHERE ${isOfType}`));
  }
  return [...new Map(indexes.map((index) => [index.name, index])).values()];
}

function named(kind: string, definition: string): ReadIndex {
  return { name: `${READ_INDEX_PREFIX}${kind}_${hash("sha256", definition).slice(0, 16)}`, definition };
}
