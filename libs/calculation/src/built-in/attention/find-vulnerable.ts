import { parseTimestamp, SEVERITIES, type Timestamp, type Vulnerability } from "@binnacle/contract";
import type { CatalogReference } from "../../catalog/catalog-items.js";
import { type CatalogReader, MAX_ITEMS } from "../../catalog/catalog-reader.js";
import { compareTexts } from "../../catalog/compare-texts.js";
import { fieldsOf, textIn } from "../readings/fields.js";
import { NO_VULNERABILITIES, readVulnerabilities } from "../readings/vulnerabilities.js";
import { compareLabels, labelOf } from "../resource-label.js";
import { readDeployments, type ServiceDeployment } from "./read-deployments.js";
import { type AttentionGroup, groupOf, type VulnerableService } from "./result.js";

const MAX_PACKAGES = 50_000;

/** A deployment's reference to a version of a package that has grave vulnerabilities. */
interface Exposure extends CatalogReference {
  deployment: ServiceDeployment;
  vulnerabilities: readonly Vulnerability[];
}

interface ExposedService {
  exposures: readonly Exposure[];
  critical: number;
  high: number;
}

/** Services that depend on packages with critical or high vulnerabilities: those with most critical ones first, then most high ones. */
export async function findVulnerable(
  catalog: CatalogReader,
  limit: number,
): Promise<AttentionGroup<VulnerableService>> {
  const readings = await catalog.snapshotsOfType({
    readingType: "DependencyVersionVulnerabilities",
    exceptValues: NO_VULNERABILITIES,
    limit: MAX_PACKAGES,
  });
  const grave = new Map(
    readings.items
      .map((reading) => [reading.resourceId, readVulnerabilities(reading).filter(isGrave)] as const)
      .filter(([, vulnerabilities]) => vulnerabilities.length > 0),
  );
  const references = await catalog.referrers([...grave.keys()], {
    readingTypes: ["ServiceDeploymentDependencies"],
    types: ["ServiceDeployment"],
    limit: MAX_ITEMS,
  });
  const deployments = await readDeployments(
    catalog,
    references.items.map(({ resourceId }) => resourceId),
  );
  const exposures = references.items.flatMap((reference): Exposure[] => {
    const deployment = deployments.get(reference.resourceId);
    const vulnerabilities = grave.get(reference.targetId);
    return deployment && vulnerabilities ? [{ ...reference, deployment, vulnerabilities }] : [];
  });
  const services = [...Map.groupBy(exposures, ({ deployment }) => deployment.service.id).values()]
    .map(countGrave)
    .toSorted(worstFirst);
  const { items, ...counted } = groupOf(services, limit, readings.isPartial || references.isPartial);
  const since = await runningSince(
    catalog,
    items.flatMap((service) => service.exposures),
  );
  return { ...counted, items: items.map((each) => describe(each, since)) };
}

function isGrave({ severity }: Vulnerability): boolean {
  return severity === "critical" || severity === "high";
}

/** Each version of a package once, however many environments have it. */
function countGrave(exposures: readonly Exposure[]): ExposedService {
  const byTarget = new Map(exposures.map(({ targetId, vulnerabilities }) => [targetId, vulnerabilities]));
  const all = [...byTarget.values()].flat();
  const critical = all.filter(({ severity }) => severity === "critical").length;
  return { exposures, critical, high: all.length - critical };
}

function worstFirst(a: ExposedService, b: ExposedService): number {
  const [serviceA, serviceB] = [a, b].map(({ exposures }) => exposures[0]!.deployment.service);
  return b.critical - a.critical || b.high - a.high || compareLabels(serviceA!, serviceB!);
}

function describe(
  { exposures, critical, high }: ExposedService,
  since: ReadonlyMap<string, Timestamp>,
): VulnerableService {
  const times = exposures.flatMap(({ resourceId }) => since.get(resourceId) ?? []).toSorted();
  const service = labelOf(exposures[0]!.deployment.service);
  return { service, critical, high, why: worstOf(exposures), since: times[0] ?? null };
}

/** The gravest of them, by severity and score, with its package. */
function worstOf(exposures: readonly Exposure[]): string {
  const [worst] = exposures
    .flatMap(({ targetName, vulnerabilities }) => vulnerabilities.map((each) => ({ ...each, targetName })))
    .toSorted(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        (b.score ?? 0) - (a.score ?? 0) ||
        compareTexts(a.targetName, b.targetName),
    );
  return `${worst!.id} in ${worst!.targetName}`;
}

/** Since when the deployments' versions run, where their source says it. */
async function runningSince(catalog: CatalogReader, exposures: readonly Exposure[]): Promise<Map<string, Timestamp>> {
  const ids = [...new Set(exposures.map(({ resourceId }) => resourceId))];
  const versions = await catalog.snapshots(ids, { readingTypes: ["DeployedVersion"] });
  return new Map(
    versions.items.flatMap(({ resourceId, value }) => {
      const since = parseTimestamp(textIn(fieldsOf(value), "since") ?? "");
      return since === undefined ? [] : [[resourceId, since] as const];
    }),
  );
}
