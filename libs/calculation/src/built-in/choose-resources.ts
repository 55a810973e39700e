import { resourceId } from "@binnacle/contract";
import { NotFoundError } from "@binnacle/errors";
import type { Bounded, CatalogResource } from "../catalog/catalog-items.js";
import { MAX_ITEMS, type CatalogReader } from "../catalog/catalog-reader.js";
import { InvalidParametersError } from "../parameters/read-parameters.js";

/** How a request names Resources: by id, or one by type and name. */
export interface ChosenResources {
  id?: readonly string[];
  resourceType?: string;
  resourceName?: string;
  /** And everything below them. */
  descendants?: boolean;
}

/**
 * Finds the Resources that a request names.
 * @throws InvalidParametersError unless they are named in just one way
 * @throws NotFoundError if one of them is absent
 */
export async function chooseResources(
  catalog: CatalogReader,
  { id, resourceType, resourceName, descendants = false }: ChosenResources,
): Promise<Bounded<CatalogResource>> {
  if ((resourceType === undefined) !== (resourceName === undefined)) {
    const [path, other] =
      resourceType === undefined ? ["resourceType", "resourceName"] : ["resourceName", "resourceType"];
    throw new InvalidParametersError([{ path, detail: `is required with ${other}` }]);
  }
  if ((id === undefined) === (resourceType === undefined)) {
    throw new InvalidParametersError([
      { path: "id", detail: "is required, or resourceType and resourceName; not both" },
    ]);
  }
  const ids = [...new Set(id ?? [resourceId(resourceType!, resourceName!)])];
  const chosen = await catalog.resources(ids);
  const present = new Set(chosen.map((resource) => resource.id));
  const absent = ids.filter((each) => !present.has(each));
  if (absent.length > 0) throw new NotFoundError(`There is no Resource ${absent.join(", ")}`);
  if (!descendants) return { items: chosen, isPartial: false };
  const below = await catalog.descendants(ids, { limit: MAX_ITEMS - chosen.length });
  const byId = new Map([...chosen, ...below.items].map((resource) => [resource.id, resource]));
  return { items: [...byId.values()], isPartial: below.isPartial };
}
