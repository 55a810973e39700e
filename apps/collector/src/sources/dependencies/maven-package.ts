import type { LockedPackage, Scope } from "./lockfile.js";

/** What Maven says of who needs an artifact; `provided` is there where the software runs. */
const SCOPES: ReadonlyMap<string, Scope> = new Map([
  ["compile", "production"],
  ["runtime", "production"],
  ["system", "production"],
  ["provided", "peer"],
  ["test", "development"],
]);

export interface MavenArtifact {
  groupId: string;
  artifactId: string;
  version: string;
  /** As Maven names it. */
  scope: string;
  isOptional: boolean;
  isDirect: boolean;
}

/** Types and classifiers are files of one version of an artifact, which is what vulnerabilities and licences are of. */
export function mavenPackage({
  groupId,
  artifactId,
  version,
  scope,
  isOptional,
  isDirect,
}: MavenArtifact): LockedPackage {
  const need = SCOPES.get(scope) ?? "production";
  return {
    coordinates: { type: "maven", namespace: groupId, name: artifactId, version },
    isDirect,
    scope: isOptional && need === "production" ? "optional" : need,
    ...(scope === "system" ? { origin: "file" } : {}),
  };
}
