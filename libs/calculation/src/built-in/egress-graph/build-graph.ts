import { compareLabels, type ResourceLabel } from "../resource-label.js";
import type { Call } from "./fold.js";
import type { EgressGraphResult, GraphEdge } from "./result.js";

/** Nodes and edges out of calls; calls between the same nodes are one edge. */
export function buildGraph(
  calls: readonly Call[],
  {
    center,
    distances,
    isKnown,
  }: {
    center: ResourceLabel | undefined;
    distances: ReadonlyMap<string, number>;
    isKnown: (id: string) => boolean;
  },
): EgressGraphResult {
  const labels = new Map<string, ResourceLabel>(center && [[center.id, center]]);
  const environments = new Map<string, Map<string, Set<string>>>();
  for (const { from, to, environment } of calls) {
    labels.set(from.id, from).set(to.id, to);
    const called = valueOf(environments, from.id, () => new Map<string, Set<string>>());
    const edge = valueOf(called, to.id, () => new Set<string>());
    if (environment !== null) edge.add(environment);
  }
  const sorted = [...labels.values()].toSorted(compareLabels);
  const callers = new Map<string, number>();
  for (const called of environments.values()) {
    for (const id of called.keys()) callers.set(id, (callers.get(id) ?? 0) + 1);
  }
  const position = new Map(sorted.map(({ id }, index) => [id, index]));
  return {
    center: center?.id ?? null,
    nodes: sorted.map(({ id, type, name }) => ({
      id,
      type,
      name,
      isKnown: isKnown(id),
      distance: distances.get(id) ?? null,
      isCallee: center !== undefined && environments.get(center.id)?.has(id) === true,
      isCaller: center !== undefined && environments.get(id)?.has(center.id) === true,
      callees: environments.get(id)?.size ?? 0,
      callers: callers.get(id) ?? 0,
    })),
    edges: sorted.flatMap((from) => edgesFrom(from, position, environments.get(from.id))),
  };
}

function edgesFrom(
  { id: from }: ResourceLabel,
  position: ReadonlyMap<string, number>,
  called: ReadonlyMap<string, ReadonlySet<string>> | undefined,
): GraphEdge[] {
  return [...(called ?? [])]
    .toSorted(([a], [b]) => position.get(a)! - position.get(b)!)
    .map(([to, environments]) => ({ from, to, environments: [...environments].toSorted() }));
}

function valueOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
