import { type PackageCoordinates, packageUrl, parsePackageUrl, resourceId } from "@binnacle/contract";
import { ContractError, NotFoundError } from "@binnacle/errors";
import { isPackageMeant, isVersionMeant, type PackageQuery, parsePackageQuery } from "@binnacle/versions";
import type { Bounded, CatalogResource } from "../../catalog/catalog-items.js";
import { type CatalogReader, MAX_ITEMS } from "../../catalog/catalog-reader.js";
import { InvalidParametersError } from "../../parameters/read-parameters.js";
import { labelOf, type ResourceLabel } from "../resource-label.js";
import type { ImpactParameters } from "./parameters.js";

/** What a request asks about. */
export interface Subject {
  matched: ResourceLabel[];
  /** Names of versions of the package of which it cannot be told. */
  undecided: string[];
  isPartial: boolean;
}

const VERSION_TYPE = "SoftwareDependencyVersion";

/** The most versions that may be of the package. */
const MAX_VERSIONS = 10_000;

/**
 * Finds what a request asks about.
 * @throws InvalidParametersError unless it is named in just one way, or if the dependency cannot be read
 * @throws NotFoundError if there is neither a Resource nor anything that refers to it
 */
export async function chooseSubject(catalog: CatalogReader, parameters: ImpactParameters): Promise<Subject> {
  const { dependency, id, resourceType, resourceName } = parameters;
  if ((resourceType === undefined) !== (resourceName === undefined)) {
    const [path, other] =
      resourceType === undefined ? ["resourceType", "resourceName"] : ["resourceName", "resourceType"];
    throw new InvalidParametersError([{ path, detail: `is required with ${other}` }]);
  }
  if ([dependency, id, resourceType].filter((given) => given !== undefined).length !== 1) {
    const detail = "is required, or id, or resourceType and resourceName; only one of them";
    throw new InvalidParametersError([{ path: "dependency", detail }]);
  }
  if (dependency !== undefined) return findVersions(catalog, readQuery(dependency));
  const label = await findResource(catalog, id ?? resourceId(resourceType!, resourceName!));
  return { matched: [label], undecided: [], isPartial: false };
}

async function findResource(catalog: CatalogReader, id: string): Promise<ResourceLabel> {
  const [present] = await catalog.resources([id]);
  if (present !== undefined) return labelOf(present);
  const { items } = await catalog.referrers([id], { limit: 1 });
  const [reference] = items;
  if (reference === undefined) throw new NotFoundError(`There is no Resource ${id}, and nothing refers to it`);
  return { id, type: reference.targetType, name: reference.targetName };
}

function readQuery(text: string): PackageQuery {
  try {
    return parsePackageQuery(text);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw new InvalidParametersError([{ path: "dependency", detail: `cannot be read: ${error.message}` }]);
  }
}

async function findVersions(catalog: CatalogReader, query: PackageQuery): Promise<Subject> {
  const { items: candidates, isPartial } = await findCandidates(catalog, query);
  const matched: ResourceLabel[] = [];
  const undecided: string[] = [];
  for (const candidate of candidates) {
    const coordinates = parsePackageUrl(candidate.name);
    if (coordinates === undefined || !isPackageMeant(query, coordinates)) continue;
    const isMeant = isVersionMeant(query, coordinates);
    if (isMeant === true) matched.push(labelOf(candidate));
    else if (isMeant === undefined) undecided.push(candidate.name);
  }
  return { matched, undecided, isPartial };
}

/** The versions that may be of the package: by their names where the whole name is known, else those of packages named so. */
async function findCandidates(catalog: CatalogReader, query: PackageQuery): Promise<Bounded<CatalogResource>> {
  const { type, namespace = "", name } = query;
  if (type !== undefined) {
    const items: CatalogResource[] = [];
    const namePrefix = `${urlOf({ type, namespace, name })}@`;
    for await (const page of catalog.listResources({ types: [VERSION_TYPE], namePrefix, limit: MAX_VERSIONS })) {
      items.push(...page.items);
      if (page.isPartial) return { items, isPartial: true };
    }
    return { items, isPartial: false };
  }
  // Packages are looked through rather than versions: there are some ten times fewer of them.
  const packages = new Set<string>();
  let isPartial = false;
  // Python's are named with hyphens, whatever their authors write.
  for (const each of new Set([name, name.replace(/[-_.]+/g, "-")])) {
    const part = urlOf({ type: "generic", namespace, name: each }).slice("pkg:generic".length);
    const found = await catalog.resourcesNamedLike("SoftwareDependency", part, { limit: MAX_ITEMS });
    for (const { id, name: url } of found.items) {
      const coordinates = parsePackageUrl(url);
      if (coordinates !== undefined && isPackageMeant(query, coordinates)) packages.add(id);
    }
    isPartial ||= found.isPartial;
  }
  const versions = await catalog.children([...packages], { types: [VERSION_TYPE], limit: MAX_VERSIONS });
  return { items: versions.items, isPartial: isPartial || versions.isPartial };
}

function urlOf(coordinates: PackageCoordinates): string {
  try {
    return packageUrl(coordinates);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw new InvalidParametersError([{ path: "dependency", detail: `cannot be read: ${error.message}` }]);
  }
}
