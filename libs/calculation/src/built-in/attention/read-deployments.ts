import type { CatalogResource } from "../../catalog/catalog-items.js";
import type { CatalogReader } from "../../catalog/catalog-reader.js";
import { environmentOf } from "../service-trees.js";

/** A deployment with the service that it is of. */
export interface ServiceDeployment {
  service: CatalogResource;
  environment: string;
}

/** Those of these Resources that are deployments of a service, by id. */
export async function readDeployments(
  catalog: CatalogReader,
  ids: readonly string[],
): Promise<Map<string, ServiceDeployment>> {
  const resources = await catalog.resources([...new Set(ids)]);
  const deployments = resources.filter(({ type }) => type === "ServiceDeployment");
  const parents = await catalog.resources([...new Set(deployments.flatMap(({ parentId }) => parentId ?? []))]);
  const services = new Map(parents.filter(({ type }) => type === "Service").map((service) => [service.id, service]));
  return new Map(
    deployments.flatMap(({ id, name, parentId }) => {
      const service = services.get(parentId ?? "");
      return service === undefined ? [] : [[id, { service, environment: environmentOf(name, service.name) }] as const];
    }),
  );
}
