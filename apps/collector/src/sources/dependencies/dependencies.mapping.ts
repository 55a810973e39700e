import { reading, resource } from "@binnacle/collector";
import {
  type CatalogRecord,
  MAX_VALUE_REFERENCES,
  type ResourceAddress,
  service,
  serviceDeployment,
  softwareDependency,
  softwareDependencyVersion,
} from "@binnacle/contract";
import { ContractError } from "@binnacle/errors";
import { type LockedPackage, type Lockfile, type Scope, SCOPES } from "./lockfile.js";
import { mergeTwo } from "./merge-packages.js";

/** What is built from lock files. */
export interface Deployment {
  service: string;
  environment: string;
}

export interface NamedLockfile extends Lockfile {
  /** Its file's: alone without a directory, one of several with its path from the project's. */
  name: string;
}

export interface LockfileLabel {
  lockfile: string;
  lockfileVersion?: number | string;
}

/** The value of `ServiceDeploymentDependencies`, on a ServiceDeployment. Unchanged as long as the lock files are. */
export interface ServiceDeploymentDependencies extends Partial<LockfileLabel> {
  /** Instead of `lockfile` where there are several. */
  lockfiles?: LockfileLabel[];
  /** Of all packages, also where `dependencies` had to leave some out. */
  counts: { total: number; direct: number } & Partial<Record<Scope, number>>;
  /** There are more packages than a value may refer to. */
  isTruncated: boolean;
  /** By name, in the order of UTF-16 code units. Each is a reference. */
  dependencies: DependencyReference[];
}

export interface DependencyReference {
  resourceType: string;
  resourceName: string;
  isDirect: boolean;
  scope: Scope;
  origin?: "git" | "file";
  commit?: string;
}

/** The value of `SoftwarePackage`, on a SoftwareDependencyVersion: what its registry says of it. */
export interface SoftwarePackage {
  license?: string;
  integrity?: string;
  hasInstallScript?: boolean;
}

export interface MappedLockfile {
  records: CatalogRecord[];
  /** What could not be published in full, in words. */
  warnings: string[];
}

interface NamedPackage {
  locked: LockedPackage;
  dependency: ResourceAddress;
  version: ResourceAddress;
}

/** Everything that is published of the lock files of one deployment. */
export function mapLockfiles(lockfiles: readonly NamedLockfile[], deployment: Deployment): MappedLockfile {
  const unversioned = lockfiles.flatMap((lockfile) => lockfile.unversioned);
  const { named, unnamable } = nameAll(lockfiles.flatMap(({ packages }) => packages));
  const owner = resource("Service", service(deployment.service).name);
  const { name } = serviceDeployment(deployment.service, deployment.environment);
  const deployed = resource("ServiceDeployment", name, { parent: owner });
  const kept = atMost(named, MAX_VALUE_REFERENCES);
  const value: ServiceDeploymentDependencies = {
    ...label(lockfiles),
    counts: count(named),
    isTruncated: kept.length < named.length,
    dependencies: kept.map(reference),
  };
  return {
    records: [owner, deployed, ...packageRecords(named), reading(deployed, "ServiceDeploymentDependencies", value)],
    warnings: [
      ...leftOut(unversioned, "of the lock files name no version"),
      ...leftOut(unnamable, "have no name that the catalog can hold"),
      ...(kept.length < named.length
        ? [`${named.length} packages, but a value holds ${MAX_VALUE_REFERENCES} references: indirect ones are left out`]
        : []),
    ],
  };
}

function label(
  lockfiles: readonly NamedLockfile[],
): Pick<ServiceDeploymentDependencies, "lockfiles" | keyof LockfileLabel> {
  const labels = lockfiles.map(({ name, lockfileVersion }) => ({
    lockfile: name,
    ...(lockfileVersion === undefined ? {} : { lockfileVersion }),
  }));
  return labels.length === 1 ? { ...labels[0] } : { lockfiles: labels };
}

function* packageRecords(named: NamedPackage[]): Generator<CatalogRecord> {
  const seen = new Set<string>();
  for (const { locked, dependency, version } of named) {
    const parent = resource(dependency.type, dependency.name);
    if (!seen.has(parent.name)) yield parent;
    seen.add(parent.name);
    yield resource(version.type, version.name, { parent });
    const value = describe(locked);
    if (value !== undefined) yield reading(version, "SoftwarePackage", value);
  }
}

/** Only of packages from a registry: another's file or commit may bear the same name and version, and says nothing of that one. */
function describe({ origin, license, integrity, hasInstallScript }: LockedPackage): SoftwarePackage | undefined {
  const value: SoftwarePackage = {
    ...(license === undefined ? {} : { license }),
    ...(integrity === undefined ? {} : { integrity }),
    ...(hasInstallScript === undefined ? {} : { hasInstallScript }),
  };
  return origin === undefined && Object.keys(value).length > 0 ? value : undefined;
}

function reference({ locked: { isDirect, scope, origin, commit }, version }: NamedPackage): DependencyReference {
  return {
    resourceType: version.type,
    resourceName: version.name,
    isDirect,
    scope,
    ...(origin === undefined ? {} : { origin }),
    ...(commit === undefined ? {} : { commit }),
  };
}

/** By name; the catalog's names may fold what a lock file tells apart, such as the case of letters, and several may name one package. */
function nameAll(packages: LockedPackage[]): { named: NamedPackage[]; unnamable: string[] } {
  const named = new Map<string, NamedPackage>();
  const unnamable: string[] = [];
  for (const locked of packages) {
    const { coordinates } = locked;
    try {
      const version = softwareDependencyVersion(coordinates);
      const other = named.get(version.name);
      named.set(version.name, {
        locked: other === undefined ? locked : mergeTwo(other.locked, locked),
        dependency: softwareDependency(coordinates),
        version,
      });
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      unnamable.push(coordinates.name);
    }
  }
  return { named: [...named.values()].toSorted((a, b) => (a.version.name < b.version.name ? -1 : 1)), unnamable };
}

/** The most wanted ones, in the order given: direct before indirect, then by the strength of the need. */
function atMost(named: NamedPackage[], limit: number): NamedPackage[] {
  if (named.length <= limit) return named;
  const rank = ({ locked }: NamedPackage): number =>
    (locked.isDirect ? 0 : SCOPES.length) + SCOPES.indexOf(locked.scope);
  const wanted = new Set(named.toSorted((a, b) => rank(a) - rank(b)).slice(0, limit));
  return named.filter((one) => wanted.has(one));
}

function count(named: NamedPackage[]): ServiceDeploymentDependencies["counts"] {
  const byScope = SCOPES.map((scope) => [scope, named.filter(({ locked }) => locked.scope === scope).length] as const);
  return {
    total: named.length,
    direct: named.filter(({ locked }) => locked.isDirect).length,
    ...Object.fromEntries(byScope.filter(([, number]) => number > 0)),
  };
}

function leftOut(names: string[], why: string): string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 5).map((name) => JSON.stringify(name.slice(0, 100)));
  return [`${names.length} entries ${why}, and are left out: ${shown.join(", ")}${names.length > 5 ? ", …" : ""}`];
}
