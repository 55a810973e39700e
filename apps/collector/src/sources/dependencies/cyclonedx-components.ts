import { type PackageCoordinates, parsePackageUrl } from "@binnacle/contract";
import { type DocumentFields, fieldsOf, listOf, textOf, textsOf } from "../../documents/document-fields.js";
import type { LockedPackage, Scope } from "./lockfile.js";
import { mergePackages } from "./merge-packages.js";

export interface CycloneDxPackages {
  packages: LockedPackage[];
  /** The package URLs of components that state no version. */
  unversioned: string[];
}

/** Properties by which tools mark what only development needs (https://github.com/CycloneDX/cyclonedx-property-taxonomy). */
const FOR_DEVELOPMENT = /^cdx:.*:(development|isDevRequirement)$/;

const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ["SHA-512", "sha512"],
  ["SHA-384", "sha384"],
  ["SHA-256", "sha256"],
]);

/** The packages that a CycloneDX document in JSON lists: components with a package URL. All others are files, services, operating systems. */
export function cycloneDxPackages(document: DocumentFields): CycloneDxPackages {
  const direct = directReferences(document);
  const packages: LockedPackage[] = [];
  const unversioned: string[] = [];
  const waiting = listOf(document["components"]).map(fieldsOf);
  for (let component = waiting.pop(); component !== undefined; component = waiting.pop()) {
    waiting.push(...listOf(component["components"]).map(fieldsOf));
    const purl = textOf(component["purl"]);
    const coordinates = purl === undefined ? undefined : parsePackageUrl(purl);
    if (purl === undefined || coordinates === undefined) continue;
    const version = coordinates.version ?? textOf(component["version"]);
    if (version === undefined) unversioned.push(purl);
    else packages.push(lockedPackage(component, { ...coordinates, version }, direct.has(component["bom-ref"])));
  }
  return { packages: mergePackages(packages), unversioned };
}

function lockedPackage(
  component: DocumentFields,
  coordinates: PackageCoordinates & { version: string },
  isDirect: boolean,
): LockedPackage {
  return {
    coordinates,
    isDirect,
    scope: scopeOf(component),
    license: licenseOf(component),
    integrity: integrityOf(component),
  };
}

/** What the component that the document is about depends on. */
function directReferences(document: DocumentFields): Set<unknown> {
  const root = fieldsOf(fieldsOf(document["metadata"])["component"])["bom-ref"];
  const needs = listOf(document["dependencies"]).map(fieldsOf);
  return new Set(needs.flatMap(({ ref, dependsOn }) => (ref !== undefined && ref === root ? textsOf(dependsOn) : [])));
}

/** What is `excluded` is there for building and testing alone. */
function scopeOf({ scope, properties }: DocumentFields): Scope {
  const marks = listOf(properties).map(fieldsOf);
  if (marks.some(({ name, value }) => FOR_DEVELOPMENT.test(textOf(name) ?? "") && value === "true"))
    return "development";
  return scope === "excluded" ? "development" : scope === "optional" ? "optional" : "production";
}

function licenseOf({ licenses }: DocumentFields): string | undefined {
  const names = listOf(licenses).flatMap((choice) => {
    const { license, expression } = fieldsOf(choice);
    return textOf(expression) ?? textOf(fieldsOf(license)["id"]) ?? textOf(fieldsOf(license)["name"]) ?? [];
  });
  return names.length > 1 ? `(${names.toSorted().join(" OR ")})` : names[0];
}

function integrityOf({ hashes }: DocumentFields): string | undefined {
  const stated = new Map(
    listOf(hashes).map((hash) => [fieldsOf(hash)["alg"], textOf(fieldsOf(hash)["content"]) ?? ""]),
  );
  for (const [algorithm, name] of ALGORITHMS) {
    const digest = stated.get(algorithm) ?? "";
    if (/^(?:[0-9a-f]{2})+$/i.test(digest)) return `${name}-${Buffer.from(digest, "hex").toString("base64")}`;
  }
  return undefined;
}
