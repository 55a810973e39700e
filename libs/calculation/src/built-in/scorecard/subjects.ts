import type { CatalogResource, ConditionMatch } from "../../catalog/catalog-items.js";
import { MAX_ITEMS, type CatalogReader } from "../../catalog/catalog-reader.js";
import type { ScorecardCheck } from "./scorecard.js";

/** So many Resources' references are asked for at once, which leaves each a good number before the limit of a list. */
const REFERRING_AT_ONCE = 1_000;

/** A Resource that checks are asked of, for the scored one that it is, or lies below. */
export interface Subject {
  id: string;
  name: string;
  rootId: string;
}

/** What was read to judge subjects by. */
export interface Facts {
  match(subject: Subject, check: ScorecardCheck): ConditionMatch | undefined;
  /** The references that a check asks for. */
  targets(subject: Subject, check: ScorecardCheck): string[];
  isPresent(id: string): boolean;
  isPartial: boolean;
}

/** The subjects of each place that checks are asked at: `undefined` for the Resources themselves, else a type below. */
export async function findSubjects(
  catalog: CatalogReader,
  resources: readonly CatalogResource[],
  checks: readonly ScorecardCheck[],
): Promise<{ subjectsAt: Map<string | undefined, Subject[]>; isPartial: boolean }> {
  const own = resources.map(({ id, name }) => ({ id, name, rootId: id }));
  const types = [...new Set(checks.map(({ below }) => below).filter((type) => type !== undefined))];
  const subjectsAt = new Map<string | undefined, Subject[]>([[undefined, own]]);
  for (const type of types) subjectsAt.set(type, []);
  if (types.length === 0) return { subjectsAt, isPartial: false };
  const ids = own.map(({ id }) => id);
  const { items, isPartial } = await catalog.descendants(ids, { types, limit: MAX_ITEMS });
  for (const { id, name, type, rootId } of items) subjectsAt.get(type)!.push({ id, name, rootId });
  return { subjectsAt, isPartial };
}

/** Reads all that some checks need to know of some subjects. */
export async function readFacts(
  catalog: CatalogReader,
  subjects: readonly Subject[],
  checks: readonly ScorecardCheck[],
): Promise<Facts> {
  const ids = [...new Set(subjects.map(({ id }) => id))];
  const asked = checks.filter(({ reading }) => reading !== undefined);
  const matches = new Map<string, ConditionMatch>();
  const conditions = asked.map(({ reading, where }) => ({
    readingType: reading!,
    ...(where !== undefined && { where }),
  }));
  // There is at most one match a Resource and condition, so no answer is ever cut.
  for (const some of chunks(ids, Math.floor(MAX_ITEMS / Math.max(1, conditions.length)))) {
    const { items } = await catalog.matchSnapshots(some, conditions, { limit: MAX_ITEMS });
    for (const match of items) matches.set(`${match.resourceId} ${match.condition}`, match);
  }
  const { references, present, isPartial } = await readReferences(catalog, ids, checks);
  return {
    match: ({ id }, check) => matches.get(`${id} ${asked.indexOf(check)}`),
    targets: ({ id }, { reading, refersTo }) =>
      (references.get(id) ?? [])
        .filter((each) => each.targetType === refersTo && (reading === undefined || each.readingType === reading))
        .map(({ targetId }) => targetId),
    isPresent: (id) => present.has(id),
    isPartial,
  };
}

async function readReferences(catalog: CatalogReader, ids: readonly string[], checks: readonly ScorecardCheck[]) {
  const types = [...new Set(checks.map(({ refersTo }) => refersTo).filter((type) => type !== undefined))];
  const found = [];
  let isPartial = false;
  for (const some of chunks(types.length === 0 ? [] : ids, REFERRING_AT_ONCE)) {
    const { items, isPartial: isCut } = await catalog.references(some, { types, limit: MAX_ITEMS });
    found.push(...items);
    isPartial ||= isCut;
  }
  const present = new Set<string>();
  for (const some of chunks([...new Set(found.map(({ targetId }) => targetId))], MAX_ITEMS)) {
    for (const { id } of await catalog.resources(some)) present.add(id);
  }
  return { references: Map.groupBy(found, ({ resourceId }) => resourceId), present, isPartial };
}

function* chunks<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
