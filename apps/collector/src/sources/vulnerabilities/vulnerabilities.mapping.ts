import { reading } from "@binnacle/collector";
import {
  type CatalogRecord,
  type DependencyVersionVulnerabilities,
  type PackageCoordinates,
  softwareDependencyVersion,
} from "@binnacle/contract";
import { ContractError } from "@binnacle/errors";
import { ecosystemOf } from "./osv-ecosystem.js";
import type { VersionFindings } from "./vulnerabilities-of.js";

export type PackageVersion = PackageCoordinates & { version: string };

export interface SortedPackages {
  /** Each once, by name; those that OSV can know of. */
  known: PackageVersion[];
  /** The purl types that OSV has no ecosystem for, as `deb` without its release. */
  unknownTypes: string[];
}

/** Sorts out what can be asked about; names that the catalog cannot hold are left to the source that publishes them. */
export function sortPackages(packages: Iterable<PackageVersion>): SortedPackages {
  const known = new Map<string, PackageVersion>();
  const unknownTypes = new Set<string>();
  for (const coordinates of packages) {
    if (ecosystemOf(coordinates.type) === undefined) unknownTypes.add(coordinates.type);
    else {
      const name = nameOf(coordinates);
      if (name !== undefined && !known.has(name)) known.set(name, coordinates);
    }
  }
  const byName = [...known].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { known: byName.map(([, coordinates]) => coordinates), unknownTypes: [...unknownTypes].toSorted() };
}

/**
 * The reading of one version of a package. An empty one says that somebody looked, and ends what an earlier one said; so there is none where nothing
 * was found and records remain that could not be decided.
 */
export function mapFindings(
  coordinates: PackageVersion,
  { vulnerabilities, undecided }: VersionFindings,
): CatalogRecord[] {
  if (vulnerabilities.length === 0 && undecided.length > 0) return [];
  const value: DependencyVersionVulnerabilities = { vulnerabilities };
  return [reading(softwareDependencyVersion(coordinates), "DependencyVersionVulnerabilities", value)];
}

function nameOf(coordinates: PackageVersion): string | undefined {
  try {
    return softwareDependencyVersion(coordinates).name;
  } catch (error) {
    if (error instanceof ContractError) return undefined;
    throw error;
  }
}
