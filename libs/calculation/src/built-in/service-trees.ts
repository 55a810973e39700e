import type { CatalogResource } from "../catalog/catalog-items.js";
import { type CatalogReader, MAX_ITEMS } from "../catalog/catalog-reader.js";

/** A deployment of a service, with its instances. */
export interface DeploymentTree {
  deployment: CatalogResource;
  environment: string;
  instances: CatalogResource[];
}

/** A service with its deployments, each by name. */
export interface ServiceTree {
  service: CatalogResource;
  deployments: DeploymentTree[];
}

/** Finds the deployments and instances of services, with one read. */
export async function readServiceTrees(
  catalog: CatalogReader,
  services: readonly CatalogResource[],
): Promise<{ trees: ServiceTree[]; isPartial: boolean }> {
  const below = await catalog.descendants(
    services.map(({ id }) => id),
    { types: ["ServiceDeployment", "ServiceInstance"], depth: 2, limit: MAX_ITEMS - services.length },
  );
  const trees = new Map<string, ServiceTree>(services.map((service) => [service.id, { service, deployments: [] }]));
  const deployments = new Map<string, DeploymentTree>();
  for (const resource of below.items) {
    const tree = trees.get(resource.rootId);
    if (resource.type !== "ServiceDeployment" || tree === undefined) continue;
    const environment = environmentOf(resource.name, tree.service.name);
    const deployment = { deployment: resource, environment, instances: [] };
    deployments.set(key(resource.rootId, resource.id), deployment);
    tree.deployments.push(deployment);
  }
  for (const resource of below.items) {
    if (resource.type !== "ServiceInstance") continue;
    deployments.get(key(resource.rootId, resource.parentId))?.instances.push(resource);
  }
  return { trees: [...trees.values()], isPartial: below.isPartial };
}

/** The service with everything below it. */
export function resourcesOf({ service, deployments }: ServiceTree): CatalogResource[] {
  return [service, ...deployments.flatMap(({ deployment, instances }) => [deployment, ...instances])];
}

/** The environment that a deployment's name states; the whole name where it is not made of the service's. */
export function environmentOf(deploymentName: string, serviceName: string): string {
  const prefix = `${serviceName}/`;
  return deploymentName.startsWith(prefix) && deploymentName.length > prefix.length
    ? deploymentName.slice(prefix.length)
    : deploymentName;
}

function key(rootId: string, id: string | null): string {
  return `${rootId} ${id}`;
}
