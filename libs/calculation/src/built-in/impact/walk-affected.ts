import type { CatalogReader } from "../../catalog/catalog-reader.js";
import type { ResourceLabel } from "../resource-label.js";

/** How a Resource came to be affected. */
export interface Step {
  resource: ResourceLabel;
  hops: number;
  /** What it refers to, or what is below it; none for what was asked about. */
  via: string | undefined;
}

export interface AffectedWalk {
  /** All that are met by id, nearest first; what was asked about has 0 hops. */
  steps: Map<string, Step>;
  isPartial: boolean;
}

/** Calls of other services are no part of what a service is built from. */
const CALLS = "EgressDependencies";

/** What is built or run from a version of a package is affected, but not the package as a whole. */
const NOT_CLIMBED = "SoftwareDependencyVersion";

/** The most Resources that a walk goes on from. */
const MAX_MET = 40_000;

/**
 * Goes back along references, breadth first, two reads a level. Whoever has something that is affected below it is affected too, in the
 * same number of hops: callers refer to a service, not to its deployment. A cycle ends the walk, since each Resource is met once.
 */
export async function walkAffected(
  catalog: CatalogReader,
  matched: readonly ResourceLabel[],
  { depth, calls }: { depth: number; calls: boolean },
): Promise<AffectedWalk> {
  const steps = new Map<string, Step>();
  const meet = (resource: ResourceLabel, hops: number, via: string | undefined): boolean => {
    if (steps.has(resource.id)) return false;
    steps.set(resource.id, { resource, hops, via });
    return true;
  };
  for (const resource of matched) meet(resource, 0, undefined);
  const below = await catalog.descendants([...steps.keys()], { limit: MAX_MET });
  // What is below was asked about as well; a path to it ends there.
  for (const { id, type, name } of below.items) meet({ id, type, name }, 0, undefined);
  let isPartial = below.isPartial || (await climb(catalog, [...steps.values()], meet));
  let level = [...steps.keys()];
  for (let hops = 1; hops <= depth && level.length > 0 && steps.size < MAX_MET; hops++) {
    const known = steps.size;
    const found = await catalog.referrers(level, { limit: MAX_MET });
    for (const { resourceId: id, resourceType: type, resourceName: name, readingType, targetId } of found.items) {
      if (calls || readingType !== CALLS) meet({ id, type, name }, hops, targetId);
    }
    const referring = [...steps.values()].slice(known);
    isPartial = (await climb(catalog, referring, meet)) || found.isPartial || isPartial;
    level = [...steps.keys()].slice(known);
  }
  return { steps, isPartial: isPartial || steps.size >= MAX_MET };
}

/** From a Resource to what was asked about, both included. */
export function pathOf(steps: ReadonlyMap<string, Step>, id: string): ResourceLabel[] {
  const path: ResourceLabel[] = [];
  for (let step = steps.get(id); step !== undefined; step = step.via === undefined ? undefined : steps.get(step.via)) {
    path.push(step.resource);
  }
  return path;
}

async function climb(
  catalog: CatalogReader,
  from: readonly Step[],
  meet: (resource: ResourceLabel, hops: number, via: string) => boolean,
): Promise<boolean> {
  const climbing = new Map(
    from.filter(({ resource }) => resource.type !== NOT_CLIMBED).map((step) => [step.resource.id, step]),
  );
  const above = await catalog.ancestors([...climbing.keys()], { limit: MAX_MET });
  // By root and depth: each one's child on the way is the one before it, or the root.
  let via = "";
  for (const { id, type, name, rootId, depth } of above.items) {
    meet({ id, type, name }, climbing.get(rootId)!.hops, depth === 1 ? rootId : via);
    via = id;
  }
  return above.isPartial;
}
