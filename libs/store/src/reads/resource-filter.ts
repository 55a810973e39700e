import type { Timestamp } from "@binnacle/contract";
import type { BoundValues } from "./bound-values.js";
import { hasEnded, mayBePresent } from "./has-ended.js";
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
  /** Of each group one must hold besides; each is found by an index of its own, so each is a query of its own. */
  alternatives: string[][];
  /** The alias whose type and name are to be sorted by, so that an index gives the order. */
  sorted: "r" | "t";
  /** Which conditions there are: equal shapes are equal text. */
  shape: string[];
}

/** Few Resources that lack a reading. */
export interface Lacking {
  /** Of which types they can be. */
  types: readonly string[];
  /** Whether to look for the reading of each Resource of these types, rather than at all such readings. */
  isProbed: boolean;
}

/** Where a part is looked for besides names. */
export interface PartSearch {
  /** Those of the filter's fields that its Resources can have. */
  fields: readonly ReadingField[];
  /** Of these, which are looked for at each Resource of the filter's types, rather than in all Readings. */
  probed: readonly ReadingField[];
}

/** How the Resources of a filter are best found; what is found does not depend on it. */
export interface Search {
  /** Where hardly any Resource is `without` the reading: looking at one after the other would find none for long. */
  lacking?: Lacking | undefined;
  /** A condition that few Readings meet: these are found first. */
  selective?: FieldCondition | undefined;
  /** Many meet each of the conditions on fields: Resources are looked at in order, until the page is full. */
  isWalk?: boolean;
  /** Without it, a part is looked for in all fields. */
  part?: PartSearch | undefined;
}

/** What an index holds by type and name: of most types all or none. */
const MAY_BE_ROOT = `(t.parent_id IS NULL OR ${hasEnded("t")})`;

export function filteredResources(
  filter: ResourceFilter,
  bound: BoundValues,
  { lacking, selective, isWalk = false, part: partSearch }: Search,
): FilteredResources {
  const { types, name, namePrefix, part, parentId, createdBefore, createdAfter, declared, without, fields } = filter;
  const shape: string[] = [];
  const conditions: string[] = [];
  const add = (what: string, ...added: string[]): void => {
    shape.push(what);
    conditions.push(...added);
  };
  // The view computes what these are about; the table's columns have the indexes.
  const sorted = parentId !== undefined || declared === false ? "t" : "r";
  const from = sorted === "t" ? "resource t JOIN resource_current r ON r.id = t.id" : "resource_current r";

  if (typeof parentId === "string") {
    const parent = bound.bind(parentId);
    add("parent", `t.parent_id = ${parent}`, `r.parent_id = ${parent}`);
  } else if (parentId === null) {
    add("root", MAY_BE_ROOT, "r.parent_id IS NULL");
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
  if (declared) add("declared", "r.declared");
  // Only a record of its own gives a Resource a parent, so those without one are all that need a look.
  else if (declared === false) add("undeclared", MAY_BE_ROOT, "t.declared_on <= t.removed_on");
  // What these walk past is mostly what was removed.
  if (parentId === null || declared === false || createdAfter !== undefined) conditions.push(mayBePresent(sorted));
  const alternatives: string[][] = [];
  if (without !== undefined) {
    add("without");
    const ofTypes = types === undefined ? "" : `AND t.type = ANY(${bound.bind(types)}::text[])`;
    const type = bound.bind(without);
    const where = lacking && { types: bound.bind(lacking.types), isProbed: lacking.isProbed };
    alternatives.push(withoutAlternatives(type, ofTypes, where));
  }
  // Where any type will do, whole types may have no such Reading: to look at their Resources one after the other takes longer than to put all
  // in order that have one.
  const isAnywhere = types === undefined && parentId === undefined && !isByType(filter);
  for (const each of fields ?? []) {
    const condition = hasField(each.field, each.values, "s", bound);
    if (isWalk) add("field", hasReading(`${condition} OFFSET 0`));
    else
      add("field", each === selective || (!selective && isAnywhere) ? isAmongThose(condition) : hasReading(condition));
  }
  if (part) {
    const searched = partSearch ?? { fields: part.fields, probed: [] };
    alternatives.push(partAlternatives(part.text, searched, sorted, bound));
  }
  return { from, conditions, alternatives, sorted, shape };
}

/** Whatever the filter, types are looked at one by one: only within one of them does an index find and sort names. */
export function isByType({ types, name, namePrefix, parentId }: ResourceFilter): boolean {
  if (parentId !== undefined) return false;
  return types === undefined ? name !== undefined || namePrefix !== undefined : types.length > 1;
}

/**
 * Most have no such snapshot at all, which the index of Resources and types tells without a look at either table; of what ended at some time,
 * which is little, one that is there may be hidden.
 */
function withoutAlternatives(
  type: string,
  ofTypes: string,
  lacking: { types: string; isProbed: boolean } | undefined,
): string[] {
  const lacks = (alias: string, more = ""): string =>
    `NOT EXISTS (SELECT FROM snapshot s WHERE s.resource_id = ${alias}.id AND s.type = ${type}${more})`;
  return [
    lacking === undefined
      ? lacks("r")
      : `r.id = ANY(ARRAY(
        SELECT t.id FROM resource t
        WHERE t.type = ANY(${lacking.types}::text[]) AND ${lacks("t", lacking.isProbed ? " OFFSET 0" : "")}))`,
    `r.id IN (
      SELECT t.id FROM resource t JOIN snapshot s ON s.resource_id = t.id
      WHERE ${hasEnded("t")} AND s.type = ${type} AND s.collected_on <= t.removed_on ${ofTypes})`,
  ];
}

function partAlternatives(text: string, { fields, probed }: PartSearch, sorted: string, bound: BoundValues): string[] {
  const pattern = bound.bind(partPattern(text));
  return [
    // Names are compared byte by byte, where only ASCII letters have two cases.
    `(${sorted}.name COLLATE "default") ILIKE ${pattern}`,
    ...fields.map((field) => {
      const condition = `${isOfField(field, "s")} AND ${fieldText(field, "s")} ILIKE ${pattern}`;
      return hasReading(probed.includes(field) ? `${condition} OFFSET 0` : condition);
    }),
  ];
}

/** As an array, since it is asked for once then: what the planner thinks of a join here depends on guesses that are far out. */
function isAmongThose(condition: string): string {
  return `r.id = ANY(ARRAY(SELECT s.resource_id FROM reading_current s WHERE ${condition}))`;
}

function hasReading(condition: string): string {
  return `EXISTS (SELECT FROM reading_current s WHERE s.resource_id = r.id AND ${condition})`;
}

/** `WHERE` and all conditions; nothing without any. */
export function whereAll(conditions: readonly string[]): string {
  return conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
}
