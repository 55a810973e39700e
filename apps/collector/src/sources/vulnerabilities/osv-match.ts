import { packageUrl, type PackageCoordinates } from "@binnacle/contract";
import { osvEventsInclude, schemeOf, type VersionScheme } from "@binnacle/versions";
import { osvVersionOf, packageKeyOf } from "./osv-ecosystem.js";
import type { OsvAffected, OsvRange, OsvRecord, OsvSeverity } from "./osv-record.js";

/** What a record says of one version of a package. */
export interface OsvMatch {
  /** `undefined`: it speaks of the package in a way that cannot be decided, such as of a version that has no place in the order. */
  isAffected: boolean | undefined;
  /** The versions after this one in which it is fixed, ascending. */
  fixedIn: string[];
  /** As stated for this package, where it is. */
  severity?: OsvSeverity;
}

export function keyOf(coordinates: PackageCoordinates): string {
  return packageUrl({ ...coordinates, version: "" });
}

/** By the evaluation of https://ossf.github.io/osv-schema/#evaluation, with the ecosystem's own order; `undefined`: the record is not about the package. */
export function matchRecord(record: OsvRecord, coordinates: PackageCoordinates): OsvMatch | undefined {
  const key = keyOf(coordinates);
  const entries = record.affected.filter((affected) => packageKeyOf(affected.package) === key);
  if (entries.length === 0) return undefined;
  const version = osvVersionOf(coordinates);
  const scheme = schemeOf(coordinates.type);
  const verdicts = entries.map((entry) => isAffected(entry, scheme, version));
  const deciding = entries.find((_, index) => verdicts[index] === true);
  const severity = deciding?.severity;
  return {
    isAffected: verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false,
    fixedIn: fixesAfter(version, entries, scheme),
    ...(severity === undefined ? {} : { severity }),
  };
}

function isAffected({ versions, ranges }: OsvAffected, scheme: VersionScheme, version: string): boolean | undefined {
  if (versions.includes(version)) return true;
  if (scheme.isVersion(version) && versions.some((listed) => isSame(scheme, listed, version))) return true;
  const verdicts = new Set(ranges.map((range) => osvEventsInclude(range.events, schemeFor(range, scheme), version)));
  if (verdicts.has(true)) return true;
  if (verdicts.has(undefined)) return undefined;
  // Neither ranges nor versions: it says that something is affected, but not what.
  return ranges.length + versions.length === 0 ? undefined : false;
}

function schemeFor({ type }: OsvRange, scheme: VersionScheme): VersionScheme {
  return type === "SEMVER" && scheme.name !== "go" ? schemeOf("npm") : scheme;
}

function isSame(scheme: VersionScheme, a: string, b: string): boolean {
  return scheme.isVersion(a) && scheme.compare(a, b) === 0;
}

function fixesAfter(version: string, entries: readonly OsvAffected[], scheme: VersionScheme): string[] {
  const fixes = entries.flatMap(({ ranges }) =>
    ranges.flatMap(({ events }) => events.flatMap(({ fixed }) => fixed ?? [])),
  );
  const after = fixes.filter((fix) => !scheme.isVersion(version) || scheme.compare(fix, version) > 0);
  return [...new Set(after)].toSorted((a, b) => scheme.compare(a, b) || (a < b ? -1 : 1));
}
