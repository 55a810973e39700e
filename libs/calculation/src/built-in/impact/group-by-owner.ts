import type { Owner } from "../readings/ownership.js";
import { compareLabels, type ResourceLabel } from "../resource-label.js";
import { environmentOf } from "../service-trees.js";
import type { Affected, AffectedOwner, AffectedService, ImpactResult } from "./result.js";
import { pathOf, type Step } from "./walk-affected.js";

/** What belongs to a service, and is given with it. */
const PARTS_OF_SERVICE = new Set(["ServiceDeployment", "ServiceInstance"]);

/** What is affected, of which type. */
export interface AffectedByType {
  services: Affected[];
  deployments: Affected[];
  others: Affected[];
}

/** All that were met but what was asked about itself, nearest first. */
export function affectedByType(steps: ReadonlyMap<string, Step>): AffectedByType {
  const affected = [...steps.values()]
    .filter(({ hops }) => hops > 0)
    .map(({ resource, hops }): Affected => ({ ...resource, hops, path: pathOf(steps, resource.id) }))
    .toSorted(compareAffected);
  return {
    services: affected.filter(({ type }) => type === "Service"),
    deployments: affected.filter(({ type }) => type === "ServiceDeployment"),
    others: affected.filter(({ type }) => type !== "Service" && !PARTS_OF_SERVICE.has(type)),
  };
}

/** Affected services, each under everybody who owns it; those without an owner come last. */
export function groupByOwner(
  services: readonly Affected[],
  deployments: ReadonlyMap<string, readonly Affected[]>,
  owners: ReadonlyMap<string, Owner>,
): AffectedOwner[] {
  const groups = new Map<string, AffectedOwner>();
  for (const service of services) {
    const given = describe(service, deployments.get(service.id) ?? []);
    for (const owner of namesOf(owners.get(service.id))) {
      const key = owner === null ? "" : `${owner.kind} ${owner.name}`;
      const group = groups.get(key);
      if (group) group.services.push(given);
      else groups.set(key, { owner, services: [given] });
    }
  }
  const sorted = [...groups].toSorted(([a], [b]) => (a === "" ? 1 : b === "" ? -1 : a < b ? -1 : 1));
  return sorted.map(([, group]) => group);
}

export function countImpact(
  { services, deployments, others }: AffectedByType,
  owners: readonly AffectedOwner[],
): ImpactResult["counts"] {
  return {
    services: services.length,
    deployments: deployments.length,
    owners: owners.filter(({ owner }) => owner !== null).length,
    others: others.length,
  };
}

function describe({ id, name, hops, path }: Affected, deployments: readonly Affected[]): AffectedService {
  const environments = deployments
    .map((deployment) => ({ ...deployment, environment: environmentOf(deployment.name, name) }))
    .toSorted(compareLabels);
  return { id, name, hops, path, deployments: environments };
}

function namesOf(owner: Owner | undefined): AffectedOwner["owner"][] {
  if (owner === undefined) return [null];
  return [
    ...owner.teams.map(({ name }) => ({ kind: "team" as const, name })),
    ...owner.users.map((name) => ({ kind: "user" as const, name })),
  ];
}

function compareAffected(a: Affected, b: Affected): number {
  return a.hops - b.hops || compareLabels(a satisfies ResourceLabel, b);
}
