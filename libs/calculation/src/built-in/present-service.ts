import { NotFoundError } from "@binnacle/errors";
import type { CatalogResource } from "../catalog/catalog-items.js";
import type { CatalogReader } from "../catalog/catalog-reader.js";

/**
 * The Service of this name.
 * @throws NotFoundError
 */
export async function presentService(catalog: CatalogReader, name: string): Promise<CatalogResource> {
  const [service] = await catalog.resourcesNamed([{ type: "Service", name }]);
  if (service === undefined) throw new NotFoundError(`There is no Service ${name}`);
  return service;
}
