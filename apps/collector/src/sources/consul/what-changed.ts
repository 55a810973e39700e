import type { ConsulCheck, ServiceTags } from "./consul.client.js";

/** The services that came, went, or have other tags. */
export function servicesOfChangedTags(before: ServiceTags, after: ServiceTags): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const tagsOf = (tags: readonly string[] | undefined) => tags && JSON.stringify(tags.toSorted());
  return [...names].filter((name) => tagsOf(before[name]) !== tagsOf(after[name]));
}

/** The services of the checks that came, went, or say something else; a check of a node concerns every service on it. */
export function servicesOfChangedChecks(
  before: readonly ConsulCheck[],
  after: readonly ConsulCheck[],
  nodesOfServices: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const known = byKey(before);
  const current = byKey(after);
  const changed = [
    ...after.filter((check) => known.get(keyOf(check))?.Status !== check.Status),
    ...before.filter((check) => !current.has(keyOf(check))),
  ];
  const names = changed.flatMap(({ ServiceName, Node }) =>
    ServiceName === ""
      ? [...nodesOfServices].flatMap(([service, nodes]) => (nodes.has(Node) ? [service] : []))
      : [ServiceName],
  );
  return [...new Set(names)];
}

function byKey(checks: readonly ConsulCheck[]): Map<string, ConsulCheck> {
  return new Map(checks.map((check) => [keyOf(check), check]));
}

function keyOf({ Node, ServiceID, CheckID }: ConsulCheck): string {
  return JSON.stringify([Node, ServiceID, CheckID]);
}
