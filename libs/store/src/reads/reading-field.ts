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

/** What is told apart of a field's text. */
export function fieldBeginning(field: ReadingField, alias: string): string {
  return `left(${fieldText(field, alias)}, ${INDEXED_CHARACTERS})`;
}

/** What the field's index holds of its text; what the field is sorted by. */
export function fieldKey(field: ReadingField, alias: string): string {
  return `(${fieldBeginning(field, alias)} COLLATE "C")`;
}

/**
 * The condition that a reading of the table `alias` has one of the values in the field. What the index holds of a short value is all of it,
 * and two conditions that mean the same would make the planner expect far too little; a long one is compared as a whole besides.
 */
export function hasField(field: ReadingField, values: readonly string[], alias: string, bound: BoundValues): string {
  const beginnings = values.map((value) => Array.from(value).slice(0, INDEXED_CHARACTERS).join(""));
  const isEqual = (expression: string, texts: readonly string[]): string =>
    texts.length === 1
      ? `${expression} = ${bound.bind(texts[0])}`
      : `${expression} = ANY(${bound.bind(texts)}::text[])`;
  const conditions = [isOfField(field, alias), isEqual(fieldKey(field, alias), beginnings)];
  const isLong = beginnings.some((beginning) => Array.from(beginning).length === INDEXED_CHARACTERS);
  if (isLong) conditions.push(isEqual(fieldText(field, alias), values));
  return conditions.join(" AND ");
}
