import { ContractError } from "@binnacle/errors";

/** What identifies a package, unencoded. `type` is the purl type, such as `npm` or `pypi`. */
export interface PackageCoordinates {
  type: string;
  /** Scope, group or vendor; several segments are separated by `/`. */
  namespace?: string;
  name: string;
  version?: string;
}

const PURL_TYPE = /^[a-z][a-z0-9.-]*$/;

/** Types whose definition has namespace and name lowercased. */
const CASE_INSENSITIVE_TYPES: ReadonlySet<string> = new Set([
  "alpm",
  "apk",
  "bitbucket",
  "composer",
  "deb",
  "github",
  "gitlab",
  "golang",
  "hex",
  "npm",
  "pypi",
]);

/**
 * The canonical package URL (ECMA-427) of a package, or of a version of it: `pkg:npm/%40scope/name@1.0.0`. Qualifiers and subpaths name
 * neither, and are left out. Raises a `ContractError` (`INVALID_PACKAGE`) for a malformed type or an empty name.
 *
 * Not by `packageurl-js` 2.0, which leaves `+` unencoded and refuses packages of some types without a version: a name must never change.
 */
export function packageUrl({ type, namespace = "", name, version = "" }: PackageCoordinates): string {
  const purlType = type.toLowerCase();
  const bareName = normalizeSegment(purlType, stripSlashes(name));
  if (!PURL_TYPE.test(purlType) || bareName === "") {
    throw new ContractError(
      "INVALID_PACKAGE",
      `A package needs a purl type and a name: type "${type}", name "${name}"`,
    );
  }
  const segments = namespace.split("/").filter((segment) => segment !== "");
  const path = [...segments.map((segment) => lowerCased(purlType, segment)), bareName].map(percentEncode).join("/");
  return `pkg:${purlType}/${path}${version === "" ? "" : `@${percentEncode(version)}`}`;
}

/** Reads a package URL, such as the name of a SoftwareDependencyVersion; qualifiers and subpath are left out. `undefined`: it is none. */
export function parsePackageUrl(text: string): PackageCoordinates | undefined {
  const [bare = ""] = text.split(/[?#]/, 1);
  const [, type = "", path = ""] = /^pkg:\/*([^/]+)\/+(.+)$/su.exec(bare) ?? [];
  const at = path.lastIndexOf("@");
  // A scope may be written without encoding its `@`.
  const hasVersion = at > path.lastIndexOf("/") && at > 0;
  const segments = (hasVersion ? path.slice(0, at) : path).split("/").filter((segment) => segment !== "");
  try {
    const decoded = segments.map(decodeURIComponent);
    const name = decoded.pop() ?? "";
    const version = hasVersion ? decodeURIComponent(path.slice(at + 1)) : "";
    if (name === "" || !PURL_TYPE.test(type.toLowerCase())) return undefined;
    return {
      type: type.toLowerCase(),
      ...(decoded.length > 0 && { namespace: decoded.join("/") }),
      name,
      ...(version !== "" && { version }),
    };
  } catch {
    return undefined;
  }
}

/** The coordinates of an npm package, whose name may have a scope: `@scope/name`. */
export function npmPackage(fullName: string, version?: string): PackageCoordinates {
  const slash = fullName.startsWith("@") ? fullName.indexOf("/") : -1;
  return {
    type: "npm",
    ...(slash > 0 && { namespace: fullName.slice(0, slash) }),
    name: fullName.slice(slash + 1),
    ...(version !== undefined && { version }),
  };
}

function normalizeSegment(type: string, name: string): string {
  const cased = lowerCased(type, name);
  return type === "pypi" ? cased.replace(/[-_.]+/g, "-") : cased;
}

function lowerCased(type: string, segment: string): string {
  return CASE_INSENSITIVE_TYPES.has(type) ? segment.toLowerCase() : segment;
}

function stripSlashes(text: string): string {
  return text.replace(/^\/+|\/+$/g, "");
}

/** Everything but letters, digits, `.-_~` and the colon. */
function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll("%3A", ":")
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
