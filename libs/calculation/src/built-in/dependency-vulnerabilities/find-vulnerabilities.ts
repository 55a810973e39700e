import { SEVERITIES, type Severity, type Vulnerability } from "@binnacle/contract";
import type { CatalogReading } from "../../catalog/catalog-items.js";
import { countBySeverity, readVulnerabilities } from "../readings/vulnerabilities.js";
import { compareLabels, type ResourceLabel } from "../resource-label.js";
import type { ReferencePaths } from "./reference-paths.js";
import type { DependencyVulnerabilitiesResult, VulnerableDependency } from "./result.js";

/** Puts together what dependencies are reached and what is known of each: everything but the subject. */
export function findVulnerabilities(
  paths: ReferencePaths,
  readings: readonly CatalogReading[],
  { atLeast, limit }: { atLeast: Severity; limit: number },
): Omit<DependencyVulnerabilitiesResult, "subject"> & { isCut: boolean } {
  const dependencies = paths.reached();
  const checks = new Map(readings.map((reading) => [reading.resourceId, readVulnerabilities(reading)]));
  const found = dependencies.flatMap((dependency) => {
    const vulnerabilities = (checks.get(dependency.id) ?? []).filter(({ severity }) => rank(severity) <= rank(atLeast));
    return vulnerabilities.map((vulnerability) => ({ vulnerability, dependency }));
  });
  const given = found.toSorted(compareFindings).slice(0, limit);
  return {
    counts: countBySeverity(found.map(({ vulnerability }) => vulnerability.severity)),
    dependencies: {
      total: dependencies.length,
      vulnerable: new Set(found.map(({ dependency }) => dependency.id)).size,
      unchecked: dependencies.filter(({ id }) => !checks.has(id)).length,
    },
    vulnerabilities: withPaths(given, paths),
    isCut: given.length < found.length,
  };
}

interface Finding {
  vulnerability: Vulnerability;
  dependency: ResourceLabel;
}

function withPaths(findings: readonly Finding[], paths: ReferencePaths): VulnerableDependency[] {
  const affected = new Map<string, ResourceLabel[]>(findings.map(({ dependency }) => [dependency.id, []]));
  for (const root of paths.referringRoots()) {
    for (const id of paths.reachableFrom(root.id)) affected.get(id)?.push(root);
  }
  return findings.map(({ vulnerability, dependency }) => {
    const path = paths.pathTo(dependency.id);
    const roots = affected.get(dependency.id)!.toSorted(compareLabels);
    return { vulnerability, dependency, path, hops: path.length - 1, affected: roots };
  });
}

/** Most severe first, then by score, package and vulnerability. */
function compareFindings(a: Finding, b: Finding): number {
  return (
    rank(a.vulnerability.severity) - rank(b.vulnerability.severity) ||
    (b.vulnerability.score ?? 0) - (a.vulnerability.score ?? 0) ||
    compareLabels(a.dependency, b.dependency) ||
    (a.vulnerability.id < b.vulnerability.id ? -1 : 1)
  );
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}
