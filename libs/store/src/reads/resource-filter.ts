import type { Timestamp } from "@binnacle/contract";
import type { BoundValues } from "./bound-values.js";
import { prefixEnd } from "./prefix-range.js";

/** What Resources are looked for; conditions that are not given hold for all. Names are in NFC. */
export interface ResourceFilter {
  types?: readonly string[];
  name?: string;
  namePrefix?: string;
  /** `null`: those without a parent. */
  parentId?: string | null;
  /** Exclusive. */
  createdBefore?: Timestamp;
  /** Inclusive. */
  createdAfter?: Timestamp;
  declared?: boolean;
  /** A reading type of which they have no snapshot. */
  without?: string;
}

/** The FROM and the conditions that a filter comes to, over `resource_current r`. */
export interface FilteredResources {
  from: string;
  conditions: string[];
  /** The alias whose type and name are to be sorted by, so that an index gives the order. */
  sorted: "r" | "child";
  /** Which conditions there are: equal shapes are equal text. */
  shape: string[];
}

export function filteredResources(filter: ResourceFilter, bound: BoundValues): FilteredResources {
  const { types, name, namePrefix, parentId, createdBefore, createdAfter, declared, without } = filter;
  const shape: string[] = [];
  const conditions: string[] = [];
  const add = (what: string, ...added: string[]): void => {
    shape.push(what);
    conditions.push(...added);
  };
  // The view computes its parent; the table's column has the index that finds and sorts a parent's children.
  const sorted = typeof parentId === "string" ? "child" : "r";
  const from = sorted === "child" ? "resource child JOIN resource_current r ON r.id = child.id" : "resource_current r";

  if (typeof parentId === "string") {
    const parent = bound.bind(parentId);
    add("parent", `child.parent_id = ${parent}`, `r.parent_id = ${parent}`);
  } else if (parentId === null) add("root", "r.parent_id IS NULL");
  if (types !== undefined) add("types", `${sorted}.type = ANY(${bound.bind(types)}::text[])`);
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
  return { from, conditions, sorted, shape };
}

/** `WHERE` and all conditions; nothing without any. */
export function whereAll(conditions: readonly string[]): string {
  return conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
}
