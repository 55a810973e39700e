import { type LockedPackage, type Scope, SCOPES } from "./lockfile.js";

/** Each version of a package once, however often it is listed, whatever the order. */
export function mergePackages(packages: Iterable<LockedPackage>): LockedPackage[] {
  const merged = new Map<string, LockedPackage>();
  for (const found of packages) {
    const { type, namespace = "", name, version } = found.coordinates;
    const key = JSON.stringify([type, namespace, name, version]);
    const other = merged.get(key);
    merged.set(key, other === undefined ? found : mergeTwo(other, found));
  }
  return [...merged.values()];
}

/** Two copies of one version: direct if one is, needed as strongly as the one needed most. */
export function mergeTwo(a: LockedPackage, b: LockedPackage): LockedPackage {
  return {
    coordinates: a.coordinates,
    isDirect: a.isDirect || b.isDirect,
    scope: SCOPES[Math.min(SCOPES.indexOf(a.scope), SCOPES.indexOf(b.scope))] as Scope,
    origin: lesser(a.origin, b.origin),
    commit: lesser(a.commit, b.commit),
    license: lesser(a.license, b.license),
    integrity: lesser(a.integrity, b.integrity),
    ...(a.hasInstallScript === true || b.hasInstallScript === true ? { hasInstallScript: true } : {}),
  };
}

/** The one that is there; of two always the same one, so that the order of the copies does not show. */
function lesser<T extends string>(a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}
