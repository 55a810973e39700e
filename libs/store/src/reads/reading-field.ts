import pg from "pg";
import type { BoundValues } from "./bound-values.js";

/** A declared place in the snapshots of a reading type; what `binnacle.yaml` says of one. */
export interface ReadingField {
  name: string;
  readingType: string;
  /** Keys from the value down. */
  path: readonly string[];
}

/** How much of a field's text its index holds: an entry of a B-tree must not be over 2,704 bytes, and a long text must be stored all the same. */
const INDEXED_CHARACTERS = 256;

/** The condition that a reading of the table `alias` is of the field's type. As a literal, since the field's index is of that type alone. */
export function isOfField({ readingType }: Pick<ReadingField, "readingType">, alias: string): string {
  return `${alias}.type = ${pg.escapeLiteral(readingType)}`;
}

/** The field's text, `NULL` where there is none. Literal like the index's, which no parameter would match. */
export function fieldText({ path }: ReadingField, alias: string): string {
  return `(${alias}.value #>> ARRAY[${path.map((key) => pg.escapeLiteral(key)).join(", ")}])`;
}

/** What the field's index holds of its text; what the field is sorted by. */
export function fieldKey(field: ReadingField, alias: string): string {
  return `(left(${fieldText(field, alias)}, ${INDEXED_CHARACTERS}) COLLATE "C")`;
}

/** The condition that a reading of the table `alias` has one of the values in the field. */
export function hasField(field: ReadingField, values: readonly string[], alias: string, bound: BoundValues): string {
  const [text, key] = [fieldText(field, alias), fieldKey(field, alias)];
  if (values.length === 1) {
    const value = `${bound.bind(values[0])}::text`;
    return `${isOfField(field, alias)} AND ${key} = left(${value}, ${INDEXED_CHARACTERS}) AND ${text} = ${value}`;
  }
  const keys = bound.bind(values.map((value) => Array.from(value).slice(0, INDEXED_CHARACTERS).join("")));
  return `${isOfField(field, alias)} AND ${key} = ANY(${keys}::text[]) AND ${text} = ANY(${bound.bind(values)}::text[])`;
}
