import { BoundValues } from "./bound-values.js";
import { RESOURCE_COLUMNS, type CatalogResource, type TypeNameKey } from "./columns.js";
import type { Database, Statement } from "./database.js";
import { chooseSearch } from "./choose-search.js";
import { KNOWN_TYPES, mayHave } from "./known-types.js";
import { filteredResources, isByType, whereAll, type ResourceFilter, type Search } from "./resource-filter.js";

const BY_VALUE = new Set(["field", "before", "after"]);

/** Shapes that an index gives in order, whatever the values: the plan for some is that for all. */
const PLANNED_ONCE = new Set(["", "type", "types", "parent", "type prefix prefixEnd", "prefix prefixEnd"]);

export interface ListResourcesInput {
  filter: ResourceFilter;
  after?: TypeNameKey | undefined;
  limit: number;
}

/** Present Resources by type and name in UTF-8 byte order. */
export async function listResources(database: Database, input: ListResourcesInput): Promise<CatalogResource[]> {
  const bound = new BoundValues();
  const search = await chooseSearch(database, input.filter);
  const statement = selectResources({ ...input, columns: RESOURCE_COLUMNS, isSorted: true, search }, bound);
  return database.query(statement, bound.values);
}

/** How many present Resources there are, counted no further than to `limit`. */
export async function countResources(database: Database, filter: ResourceFilter, limit: number): Promise<number> {
  const bound = new BoundValues();
  const columns = "r.id, r.type, r.name";
  const search = await chooseSearch(database, filter);
  const { text } = selectResources({ filter, limit, columns, isSorted: false, search }, bound);
  const counting = { text: `SELECT count(*)::int AS count FROM (${text}) counted` };
  const [row] = await database.query<{ count: number }>(counting, bound.values);
  return row!.count;
}

interface Selection extends ListResourcesInput {
  columns: string;
  isSorted: boolean;
  search: Search;
}

function selectResources(
  { filter, after, limit, columns, isSorted, search }: Selection,
  bound: BoundValues,
): Statement {
  const byType = isByType(filter) || search.isWalk;
  const { types, ...withoutTypes } = filter;
  const filtered = filteredResources(byType ? withoutTypes : filter, bound, search);
  const { from, conditions, alternatives, sorted, shape } = filtered;
  const key = after && { type: bound.bind(after.type), name: bound.bind(after.name) };
  const upTo = (alias: string): string => `${isSorted ? `ORDER BY ${alias}.type, ${alias}.name` : ""} LIMIT ${count}`;
  const count = bound.bind(limit);

  const select = (own: readonly string[], more: readonly string[]): string =>
    `SELECT ${columns} FROM ${from} ${whereAll([...own, ...more])} ${upTo(sorted)}`;
  const selectByType = (own: readonly string[]): string => {
    const known = types === undefined ? KNOWN_TYPES : `SELECT unnest(${bound.bind(types)}::text[]) COLLATE "C" AS type`;
    const having = search.isWalk
      ? (filter.fields ?? []).map(({ field }) => mayHave("k.type", bound.bind(field.readingType)))
      : [];
    const within = [`${sorted}.type = known.type`];
    if (key) within.push(`${sorted}.name > CASE WHEN known.type = ${key.type} THEN ${key.name} ELSE '' END`);
    return `
SELECT page.*
FROM (SELECT k.type FROM (${known}) k ${whereAll(having)} ORDER BY k.type) known
CROSS JOIN LATERAL (${select(own, within)}) page
${key ? `WHERE known.type >= ${key.type}` : ""} ${isSorted ? "ORDER BY known.type, page.name" : ""} LIMIT ${count}`;
  };
  const afterKey = key ? [`(${sorted}.type, ${sorted}.name) > (${key.type}, ${key.name})`] : [];
  const page = (own: readonly string[]): string => (byType ? selectByType(own) : select(own, afterKey));

  if (alternatives.length > 0) {
    const combined = alternatives.reduce<string[][]>(
      (groups, group) => groups.flatMap((chosen) => group.map((alternative) => [...chosen, alternative])),
      [[]],
    );
    const pages = combined.map((chosen) => `(${page([...conditions, ...chosen])})`);
    return { text: `SELECT * FROM (${pages.join(" UNION ")}) page ${upTo("page")}` };
  }
  const text = page(conditions);
  // Every connection keeps what it prepared: the few shapes that most requests have, not all combinations, and none where it depends on the
  // value how it is best found.
  const asked = byType && types !== undefined ? ["types", ...shape] : shape;
  const isPlannedOnce = !search.isWalk && PLANNED_ONCE.has(asked.join(" "));
  const isHot = isPlannedOnce || (asked.length <= 1 && !byType && !asked.some((what) => BY_VALUE.has(what)));
  if (!isHot) return { text };
  return { name: ["list-resources", ...asked, ...(after ? ["next"] : [])].join(" "), text, isPlannedOnce };
}
