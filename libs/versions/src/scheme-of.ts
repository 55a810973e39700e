import { COMPOSER } from "./schemes/composer.js";
import { DEBIAN } from "./schemes/debian.js";
import { GEM } from "./schemes/gem.js";
import { GENERIC } from "./schemes/generic.js";
import { MAVEN } from "./schemes/maven.js";
import { NUGET } from "./schemes/nuget.js";
import { PYPI } from "./schemes/pypi.js";
import { RPM } from "./schemes/rpm.js";
import { GO, SEMVER } from "./schemes/semver.js";
import type { VersionScheme } from "./version-scheme.js";

const SCHEMES: ReadonlyMap<string, VersionScheme> = new Map([
  ["npm", SEMVER],
  ["cargo", SEMVER],
  ["hex", SEMVER],
  ["pub", SEMVER],
  ["swift", SEMVER],
  ["golang", GO],
  ["maven", MAVEN],
  ["pypi", PYPI],
  ["composer", COMPOSER],
  ["gem", GEM],
  ["nuget", NUGET],
  ["deb", DEBIAN],
  ["rpm", RPM],
]);

/** How versions of a purl type are ordered; a natural order where the type is not known. */
export function schemeOf(purlType: string): VersionScheme {
  return SCHEMES.get(purlType.toLowerCase()) ?? GENERIC;
}

/** Orders versions of a purl type; a total preorder over all texts. */
export function compareVersions(purlType: string, a: string, b: string): number {
  return schemeOf(purlType).compare(a, b);
}
