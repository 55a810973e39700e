import { resourceId } from "@binnacle/contract";
import type { CatalogResource } from "../../catalog/catalog-items.js";
import { type CatalogReader, MAX_ITEMS } from "../../catalog/catalog-reader.js";
import { InvalidParametersError } from "../../parameters/read-parameters.js";
import { presentService } from "../present-service.js";
import type { ServiceOverviewParameters } from "./parameters.js";

/** A page ends early once so many services were looked at for the few that are asked for. */
const MAX_LOOKED_AT = 20_000;

export interface ServicePage {
  services: CatalogResource[];
  /** The name to go on after; `null` at the end. */
  next: string | null;
  isPartial: boolean;
}

/**
 * Finds the services that a request asks for.
 * @throws InvalidParametersError if one service and a choice of many are asked for
 * @throws NotFoundError if the one service is not there
 */
export async function chooseServices(
  catalog: CatalogReader,
  parameters: ServiceOverviewParameters,
): Promise<ServicePage> {
  const { service, namePrefix, owner, environment, after } = parameters;
  if (service === undefined) return pageOf(catalog, parameters);
  const choices = { namePrefix, owner, environment, after };
  const faults = Object.entries(choices).filter(([, value]) => value !== undefined);
  if (faults.length > 0) {
    throw new InvalidParametersError(faults.map(([path]) => ({ path, detail: "does not go together with service" })));
  }
  return { services: [await presentService(catalog, service)], next: null, isPartial: false };
}

async function pageOf(catalog: CatalogReader, parameters: ServiceOverviewParameters): Promise<ServicePage> {
  const { owner, environment, limit } = parameters;
  const services: CatalogResource[] = [];
  let lookedAt = 0;
  let last: CatalogResource | undefined;
  const source = owner === undefined ? listed(catalog, parameters) : owned(catalog, owner, parameters);
  for await (const { items, isPartial } of source) {
    const deployed = environment === undefined ? undefined : await deployedTo(catalog, items, environment);
    for (const service of items) {
      if (services.length === limit) return { services, next: last!.name, isPartial: false };
      if (deployed?.has(service.id) !== false) services.push(service);
      last = service;
    }
    lookedAt += items.length;
    if (isPartial) return { services, next: null, isPartial: true };
    if (environment !== undefined && lookedAt >= MAX_LOOKED_AT && last !== undefined) {
      return { services, next: last.name, isPartial: false };
    }
  }
  return { services, next: null, isPartial: false };
}

type ServiceSource = AsyncIterable<{ items: CatalogResource[]; isPartial: boolean }>;

async function* listed(catalog: CatalogReader, parameters: ServiceOverviewParameters): ServiceSource {
  const { namePrefix, after, environment, limit } = parameters;
  const pages = catalog.listResources({
    types: ["Service"],
    limit: environment === undefined ? limit + 1 : MAX_ITEMS,
    ...(namePrefix !== undefined && { namePrefix }),
    ...(after !== undefined && { after: { type: "Service", name: after } }),
  });
  // What the limit cuts off here is the next page's.
  for await (const { items } of pages) yield { items, isPartial: false };
}

async function* owned(
  catalog: CatalogReader,
  owner: string,
  { namePrefix = "", after }: ServiceOverviewParameters,
): ServiceSource {
  const found = await catalog.referrers([resourceId("Team", owner)], {
    readingTypes: ["ServiceOwnership"],
    types: ["Service"],
    limit: MAX_ITEMS,
  });
  const wanted = found.items.filter(
    ({ resourceName: name }) => name.startsWith(namePrefix) && (after === undefined || isAfter(name, after)),
  );
  yield { items: await catalog.resources(wanted.map(({ resourceId: id }) => id)), isPartial: found.isPartial };
}

async function deployedTo(
  catalog: CatalogReader,
  services: readonly CatalogResource[],
  environment: string,
): Promise<Set<string>> {
  const addresses = services.map(({ name }) => ({ type: "ServiceDeployment", name: `${name}/${environment}` }));
  const deployments = await catalog.resourcesNamed(addresses);
  return new Set(deployments.flatMap(({ parentId }) => parentId ?? []));
}

/** In the order of lists: by UTF-8 bytes. */
function isAfter(name: string, other: string): boolean {
  return Buffer.compare(Buffer.from(name), Buffer.from(other)) > 0;
}
