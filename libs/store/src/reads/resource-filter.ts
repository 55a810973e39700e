import type { Timestamp } from "@binnacle/contract";
import type { BoundValues } from "./bound-values.js";
import { hasEnded } from "./has-ended.js";
import { partPattern } from "./part-pattern.js";
import { prefixEnd } from "./prefix-range.js";
import { fieldText, hasField, isOfField, type ReadingField } from "./reading-field.js";

/** One of the values, exactly. */
export interface FieldCondition {
  field: ReadingField;
  values: readonly string[];
}

/** What Resources are looked for; conditions that are not given hold for all. Names are in NFC. */
export interface ResourceFilter {
  types?: readonly string[];
  name?: string;
  namePrefix?: string;
  /** A part of the name, or of one of the fields, in any case. */
  part?: { text: string; fields: readonly ReadingField[] };
  /** `null`: those without a parent. */
  parentId?: string | null;
  /** Exclusive. */
  createdBefore?: Timestamp;
  /** Inclusive. */
  createdAfter?: Timestamp;
  declared?: boolean;
  /** A reading type of which they have no snapshot. */
  without?: string;
  fields?: readonly FieldCondition[];
}

/** The FROM and the conditions that a filter comes to, over `resource_current r`. */
export interface FilteredResources {
  from: string;
  conditions: string[];
  /** Of which one must hold besides; each is found by an index of its own, so each is a query of its own. */
  alternatives: string[];
  /** The alias whose type and name are to be sorted by, so that an index gives the order. */
  sorted: "r" | "t";
  /** Which conditions there are: equal shapes are equal text. */
  shape: string[];
}

export function filteredResources(filter: ResourceFilter, bound: BoundValues): FilteredResources {
  const { types, name, namePrefix, part, parentId, createdBefore, createdAfter, declared, without, fields } = filter;
  const shape: string[] = [];
  const conditions: string[] = [];
  const add = (what: string, ...added: string[]): void => {
    shape.push(what);
    conditions.push(...added);
  };
  // The view computes what these are about; the table's columns have the indexes.
  const sorted = parentId === undefined ? "r" : "t";
  const from = sorted === "t" ? "resource t JOIN resource_current r ON r.id = t.id" : "resource_current r";

  if (typeof parentId === "string") {
    const parent = bound.bind(parentId);
    add("parent", `t.parent_id = ${parent}`, `r.parent_id = ${parent}`);
  } else if (parentId === null) {
    add("root", `(t.parent_id IS NULL OR ${hasEnded("t")})`, "r.parent_id IS NULL");
  }
  if (types?.length === 1) add("type", `${sorted}.type = ${bound.bind(types[0])}`);
  else if (types !== undefined) add("types", `${sorted}.type = ANY(${bound.bind(types)}::text[])`);
  if (name !== undefined) add("name", `${sorted}.name = ${bound.bind(name)}`);
  if (namePrefix !== undefined) {
    add("prefix", `${sorted}.name >= ${bound.bind(namePrefix)}`);
    const end = prefixEnd(namePrefix);
    if (end !== undefined) add("prefixEnd", `${sorted}.name < ${bound.bind(end)}`);
  }
  if (createdBefore !== undefined) add("before", `r.created_on < ${bound.bind(createdBefore)}`);
  if (createdAfter !== undefined) add("after", `r.created_on >= ${bound.bind(createdAfter)}`);
  if (declared !== undefined) add(declared ? "declared" : "undeclared", declared ? "r.declared" : "NOT r.declared");
  if (without !== undefined) {
    const lacking = `SELECT FROM reading_current s WHERE s.resource_id = r.id AND s.type = ${bound.bind(without)}`;
    add("without", `NOT EXISTS (${lacking})`);
  }
  for (const { field, values } of fields ?? []) {
    add("field", hasReading(hasField(field, values, "s", bound)));
  }
  return { from, conditions, alternatives: part ? partAlternatives(part, sorted, bound) : [], sorted, shape };
}

/** Whatever the filter, types are looked at one by one: only within one of them does an index find and sort names. */
export function isByType({ types, name, namePrefix, parentId }: ResourceFilter): boolean {
  if (parentId !== undefined) return false;
  return types === undefined ? name !== undefined || namePrefix !== undefined : types.length > 1;
}

function partAlternatives(
  { text, fields }: NonNullable<ResourceFilter["part"]>,
  sorted: string,
  bound: BoundValues,
): string[] {
  const pattern = bound.bind(partPattern(text));
  return [
    // Names are compared byte by byte, where only ASCII letters have two cases.
    `(${sorted}.name COLLATE "default") ILIKE ${pattern}`,
    ...fields.map((field) => hasReading(`${isOfField(field, "s")} AND ${fieldText(field, "s")} ILIKE ${pattern}`)),
  ];
}

function hasReading(condition: string): string {
  return `EXISTS (SELECT FROM reading_current s WHERE s.resource_id = r.id AND ${condition})`;
}

/** `WHERE` and all conditions; nothing without any. */
export function whereAll(conditions: readonly string[]): string {
  return conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
}
