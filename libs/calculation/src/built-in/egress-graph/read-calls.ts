import type { Bounded, CatalogReference, CatalogResource } from "../../catalog/catalog-items.js";
import { type CatalogReader, MAX_ITEMS } from "../../catalog/catalog-reader.js";
import type { ResourceLabel } from "../resource-label.js";
import { type Call, Folding, PARTS } from "./fold.js";

export interface Calls {
  calls: Call[];
  /** How many calls each node is away from the center; empty without one. */
  distances: Map<string, number>;
  folding: Folding;
  isPartial: boolean;
}

const READING_TYPES = ["EgressDependencies"];
/** What states calls, most of it first: a limit is used up there. */
const CALLING_TYPES = ["ServiceDeployment", "LambdaDeployment", "Service", "Lambda"];

/** All calls that services and functions state; a read or two for every thousand of them. */
export async function readAllCalls(catalog: CatalogReader, limit: number): Promise<Calls> {
  const folding = new Folding(catalog);
  const references: CatalogReference[] = [];
  let isPartial = false;
  for await (const page of listCalling(catalog)) {
    const ids = page.items.map(({ id }) => id);
    const found = await catalog.references(ids, { readingTypes: READING_TYPES, limit: limit - references.length });
    references.push(...found.items);
    isPartial ||= found.isPartial || page.isPartial;
    if (references.length >= limit) {
      // There may be no more, but nobody has looked.
      isPartial = true;
      break;
    }
  }
  await folding.learn(references.flatMap(({ resourceId, targetId }) => [resourceId, targetId]));
  return { calls: references.map((each) => folding.callOf(each)), distances: new Map(), folding, isPartial };
}

async function* listCalling(catalog: CatalogReader): AsyncIterable<Bounded<CatalogResource>> {
  for (const type of CALLING_TYPES) yield* catalog.listResources({ types: [type], limit: MAX_ITEMS });
}

export interface AroundOptions {
  depth: number;
  callees: boolean;
  callers: boolean;
  environment: string | undefined;
  limit: number;
}

/** The calls around a service, breadth first; a handful of reads for every step away from it. */
export async function readCallsAround(
  catalog: CatalogReader,
  center: ResourceLabel,
  { depth, callees, callers, environment, limit }: AroundOptions,
): Promise<Calls> {
  const folding = new Folding(catalog);
  await folding.learn([center.id]);
  const distances = new Map([[center.id, 0]]);
  const calls = new Map<string, Call>();
  let isPartial = false;
  let level = [center.id];
  for (let distance = 1; distance <= depth && level.length > 0 && !isPartial; distance++) {
    const parts = await catalog.descendants(level, { types: PARTS, limit: MAX_ITEMS - level.length });
    const members = [...level, ...parts.items.map(({ id }) => id)];
    const options = { readingTypes: READING_TYPES, limit };
    const out = callees ? await catalog.references(members, options) : undefined;
    const into = callers ? await catalog.referrers(members, options) : undefined;
    const found = [...(out?.items ?? []), ...(into?.items ?? [])];
    await folding.learn(found.flatMap(({ resourceId, targetId }) => [resourceId, targetId]));
    isPartial = parts.isPartial || out?.isPartial === true || into?.isPartial === true;
    level = [];
    for (const reference of found) {
      const call = folding.callOf(reference);
      if (environment !== undefined && call.environment !== environment) continue;
      calls.set(`${reference.resourceId} ${reference.targetId}`, call);
      for (const { id } of [call.from, call.to]) {
        if (distances.has(id)) continue;
        distances.set(id, distance);
        level.push(id);
      }
    }
    isPartial ||= calls.size > limit;
  }
  return { calls: [...calls.values()].slice(0, limit), distances, folding, isPartial };
}
