import { packageUrl, type PackageCoordinates } from "@binnacle/contract";

/** A package as OSV names it. */
export interface OsvPackage {
  ecosystem: string;
  name: string;
}

/** By purl type: those whose packages OSV names without the release of a distribution. */
const ECOSYSTEMS: ReadonlyMap<string, string> = new Map([
  ["cargo", "crates.io"],
  ["composer", "Packagist"],
  ["gem", "RubyGems"],
  ["golang", "Go"],
  ["hex", "Hex"],
  ["maven", "Maven"],
  ["npm", "npm"],
  ["nuget", "NuGet"],
  ["pub", "Pub"],
  ["pypi", "PyPI"],
]);

const PURL_TYPES: ReadonlyMap<string, string> = new Map([...ECOSYSTEMS].map(([type, name]) => [name, type]));

/** The ecosystem of a purl type, as https://ossf.github.io/osv-schema/#defined-ecosystems names it; `undefined`: OSV has none, or we cannot order it. */
export function ecosystemOf(purlType: string): string | undefined {
  return ECOSYSTEMS.get(purlType);
}

export function osvPackageOf({ type, namespace, name }: PackageCoordinates): OsvPackage | undefined {
  const ecosystem = ECOSYSTEMS.get(type);
  if (ecosystem === undefined) return undefined;
  const separator = type === "maven" ? ":" : "/";
  return { ecosystem, name: namespace === undefined ? name : `${namespace}${separator}${name}` };
}

/** A version as OSV writes it: of Go without the `v`. */
export function osvVersionOf({ type, version = "" }: PackageCoordinates): string {
  return type === "golang" ? version.replace(/^v/, "").replace(/\+incompatible$/, "") : version;
}

/**
 * What a package is recognised by, however its name is spelled: its package URL. A suffix of the ecosystem (`Maven:https://repo.example.com`) names a
 * repository, which lock files do not tell, and does not count.
 */
export function packageKeyOf({ ecosystem, name }: OsvPackage): string | undefined {
  const type = PURL_TYPES.get(baseEcosystem(ecosystem));
  if (type === undefined) return undefined;
  const separator = type === "maven" ? ":" : "/";
  const cut = type === "npm" && !name.startsWith("@") ? -1 : name.lastIndexOf(separator);
  try {
    return packageUrl({ type, ...(cut > 0 && { namespace: name.slice(0, cut) }), name: name.slice(cut + 1) });
  } catch {
    return undefined;
  }
}

export function baseEcosystem(ecosystem: string): string {
  return ecosystem.split(":", 1)[0] as string;
}
