import { type PackageCoordinates, parsePackageUrl } from "@binnacle/contract";
import { ContractError } from "@binnacle/errors";
import { schemeOf } from "./scheme-of.js";
import { ANY_VERSION, parseVersionRange, rangeIncludes, type VersionRange } from "./version-range.js";

/** Packages that somebody asks about, as far as they said: `log4j-core < 2.17` names neither type nor group. */
export interface PackageQuery {
  type?: string;
  namespace?: string;
  name: string;
  range: VersionRange;
}

/**
 * Reads `log4j-core < 2.17`, `org.apache.logging.log4j:log4j-core >=2 <2.17`, `@scope/name`, `lodash@4.17.20`, `pkg:npm/lodash < 4.17.21`. Raises a
 * `ContractError` (`INVALID_RANGE`, or `INVALID_PACKAGE` without a name).
 */
export function parsePackageQuery(text: string): PackageQuery {
  const trimmed = text.trim();
  const end = trimmed.search(/[\s<>=!,|]/);
  const [named, rest] = end < 0 ? [trimmed, ""] : [trimmed.slice(0, end), trimmed.slice(end).trim()];
  const { version, ...coordinates } = named.startsWith("pkg:") ? packageUrlOf(named) : looseCoordinates(named);
  if (version !== undefined && rest !== "") {
    throw new ContractError("INVALID_RANGE", `Both a version and a range: ${JSON.stringify(trimmed.slice(0, 200))}`);
  }
  if (version !== undefined) return { ...coordinates, range: [[{ operator: "=", version }]] };
  return { ...coordinates, range: rest === "" ? ANY_VERSION : parseVersionRange(rest) };
}

/** Whether the query is about this package, whatever its version. Case does not count. */
export function isPackageMeant(query: PackageQuery, { type, namespace = "", name }: PackageCoordinates): boolean {
  if (query.type !== undefined && query.type !== type) return false;
  if (query.namespace !== undefined && query.namespace.toLowerCase() !== namespace.toLowerCase()) return false;
  return comparableName(query.name, type) === comparableName(name, type);
}

/** Whether the query is about this version of a package; `undefined` where the ecosystem cannot order the versions. */
export function isVersionMeant(query: PackageQuery, coordinates: PackageCoordinates): boolean | undefined {
  if (!isPackageMeant(query, coordinates)) return false;
  return rangeIncludes(query.range, schemeOf(coordinates.type), coordinates.version ?? "");
}

function packageUrlOf(text: string): PackageCoordinates {
  const coordinates = parsePackageUrl(text);
  if (coordinates === undefined) {
    throw new ContractError("INVALID_PACKAGE", `Not a package URL: ${JSON.stringify(text.slice(0, 200))}`);
  }
  // A package URL says all of the name: without a namespace the package has none.
  return { namespace: "", ...coordinates };
}

/** `group:artifact`, `@scope/name` or `host/path/name`, each with `@version` or without. */
function looseCoordinates(text: string): Omit<PackageCoordinates, "type"> {
  const at = text.lastIndexOf("@");
  const [path, version] = at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, ""];
  const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf(":"));
  const name = path.slice(cut + 1);
  if (name === "")
    throw new ContractError("INVALID_PACKAGE", `No package is named: ${JSON.stringify(text.slice(0, 200))}`);
  return { ...(cut > 0 && { namespace: path.slice(0, cut) }), name, ...(version !== "" && { version }) };
}

function comparableName(name: string, type: string): string {
  const lower = name.toLowerCase();
  return type === "pypi" ? lower.replace(/[-_.]+/g, "-") : lower;
}
