import { BoundValues } from "./bound-values.js";
import { SNAPSHOT_COLUMNS, type CatalogReading } from "./columns.js";
import type { Database } from "./database.js";
import { fieldKey, hasField, isOfField, type ReadingField } from "./reading-field.js";
import { whereAll, type FieldCondition } from "./resource-filter.js";

/** What snapshots are looked for; conditions that are not given hold for all. */
export interface ReadingFilter {
  type?: string;
  resourceType?: string;
  /** A lax JSON path predicate, true of the value. */
  where?: string;
  fields?: readonly FieldCondition[];
}

/** Where a page of snapshots goes on. */
export interface ReadingKey {
  resourceId: string;
  type: string;
  /** What they are sorted by; `null` where a snapshot has no such field. Left out of lists that are not sorted by a field. */
  sortValue?: string | null;
}

export interface ListReadingsInput {
  filter: ReadingFilter;
  /** By the first 256 characters of a field, those that have none last; by default by Resource and type. */
  sort?: ReadingField | undefined;
  after?: ReadingKey | undefined;
  limit: number;
}

/** Snapshots across Resources. */
export async function listReadings(
  database: Database,
  { filter, sort, after, limit }: ListReadingsInput,
): Promise<(CatalogReading & ReadingKey)[]> {
  const bound = new BoundValues();
  const conditions = conditionsOf(filter, bound);
  const count = bound.bind(limit);
  const select = (sortValue: string, order: string, more: readonly string[]): string => `
SELECT ${SNAPSHOT_COLUMNS}${sort ? `, ${sortValue} AS "sortValue"` : ""}
FROM reading_current s
${whereAll([...conditions, ...more])}
ORDER BY ${order}
LIMIT ${count}`;

  const key = sort && hasNoneOf(filter, sort) ? undefined : sort && fieldKey(sort, "s");
  const isInRest = key === undefined || after?.sortValue === null;
  const rest: string[] = [];
  if (sort && key)
    rest.push(filter.type ? `${key} IS NULL` : `(${isOfField(sort, "s")} AND ${key} IS NOT NULL) IS NOT TRUE`);
  if (after && isInRest)
    rest.push(`(s.resource_id, s.type) > (${bound.bind(after.resourceId)}::uuid, ${bound.bind(after.type)})`);
  const without = select("NULL", "s.resource_id, s.type", rest);
  if (isInRest || sort === undefined)
    return database.query({ ...named(filter, sort, after), text: without }, bound.values);

  const order = `${key}, s.resource_id`;
  // Where all are of the field's type, its index has those without the field at its end. To say the type twice, or that there is a field,
  // would make the planner expect a handful, and sort them.
  if (filter.type !== undefined && after === undefined) {
    return database.query({ text: select(key, order, []) }, bound.values);
  }
  const having = filter.type === undefined ? [isOfField(sort, "s")] : [];
  having.push(
    after
      ? `(${order}) > (${bound.bind(after.sortValue)}, ${bound.bind(after.resourceId)}::uuid)`
      : `${key} IS NOT NULL`,
  );
  // An Append runs its parts in turn and stops at the limit: those without the field are looked at where the others end.
  const text = `(${select(key, order, having)}) UNION ALL (${without}) LIMIT ${count}`;
  return database.query({ text }, bound.values);
}

/** Lists that most ask for, of a type of Readings or of Resources, are prepared; where values are looked into, they decide how. */
function named(
  filter: ReadingFilter,
  sort: ReadingField | undefined,
  after: ReadingKey | undefined,
): { name?: string } {
  const asked = Object.keys(filter);
  const isPlain = sort === undefined && asked.length === 1 && (asked[0] === "type" || asked[0] === "resourceType");
  return isPlain ? { name: ["list-readings", ...asked, ...(after ? ["after"] : [])].join(" ") } : {};
}

function conditionsOf({ type, resourceType, where, fields = [] }: ReadingFilter, bound: BoundValues): string[] {
  const conditions: string[] = [];
  if (type !== undefined) conditions.push(`s.type = ${bound.bind(type)}`);
  if (resourceType !== undefined) conditions.push(`s.resource_type = ${bound.bind(resourceType)}`);
  for (const { field, values } of fields) conditions.push(hasField(field, values, "s", bound));
  if (where !== undefined) conditions.push(`s.value @@ ${bound.bind(where)}::jsonpath`);
  return conditions;
}

/** Whether nothing that the filter lets through can have the field. */
function hasNoneOf({ type }: ReadingFilter, { readingType }: ReadingField): boolean {
  return type !== undefined && type !== readingType;
}
