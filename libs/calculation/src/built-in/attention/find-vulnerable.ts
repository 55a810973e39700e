import { parseTimestamp, SEVERITIES, type Timestamp, type Vulnerability } from "@binnacle/contract";
import { type CatalogReader, MAX_ITEMS } from "../../catalog/catalog-reader.js";
import { compareTexts } from "../../catalog/compare-texts.js";
import { fieldsOf, textIn } from "../readings/fields.js";
import { NO_VULNERABILITIES, readVulnerabilities } from "../readings/vulnerabilities.js";
import { compareLabels, type ResourceLabel } from "../resource-label.js";
import { type AttentionGroup, groupOf, type VulnerableService } from "./result.js";

const MAX_PACKAGES = 50_000;

const VULNERABILITIES = "DependencyVersionVulnerabilities";
const DEPENDENCIES = ["ServiceDeploymentDependencies"];

/** Grave vulnerabilities by the id of the version of a package that has them. */
type Grave = ReadonlyMap<string, readonly Vulnerability[]>;

interface ExposedService {
  service: ResourceLabel;
  critical: number;
  high: number;
}

/** A deployment's reference to a version of a package that has grave vulnerabilities. */
interface Exposure {
  serviceId: string;
  deploymentId: string;
  targetId: string;
  targetName: string;
}

/** Services that depend on packages with critical or high vulnerabilities: those with most critical ones first, then most high ones. */
export async function findVulnerable(
  catalog: CatalogReader,
  limit: number,
): Promise<AttentionGroup<VulnerableService>> {
  const readings = await catalog.snapshotsOfType({
    readingType: VULNERABILITIES,
    exceptValues: NO_VULNERABILITIES,
    limit: MAX_PACKAGES,
  });
  const grave: Grave = new Map(
    readings.items
      .map((reading) => [reading.resourceId, readVulnerabilities(reading).filter(isGrave)] as const)
      .filter(([, vulnerabilities]) => vulnerabilities.length > 0),
  );
  const exposed = await catalog.ancestorsOfReferrers([...grave.keys()], {
    readingTypes: DEPENDENCIES,
    type: "ServiceDeployment",
    above: ["Service"],
    limit: MAX_ITEMS,
  });
  const services = exposed.items
    .map(({ resourceId: id, resourceName: name, targetIds }): ExposedService => {
      return { service: { id, type: "Service", name }, ...countGrave(targetIds, grave) };
    })
    .toSorted(worstFirst);
  const { items, ...counted } = groupOf(services, limit, readings.isPartial || exposed.isPartial);
  const exposures = await exposuresOf(catalog, items, grave);
  const since = await runningSince(catalog, exposures);
  const byService = Map.groupBy(exposures, ({ serviceId }) => serviceId);
  return { ...counted, items: items.map((each) => describe(each, byService.get(each.service.id)!, grave, since)) };
}

function isGrave({ severity }: Vulnerability): boolean {
  return severity === "critical" || severity === "high";
}

/** Each version of a package once, however many environments have it. */
function countGrave(targetIds: readonly string[], grave: Grave): { critical: number; high: number } {
  const counts = { critical: 0, high: 0 };
  for (const id of targetIds) {
    for (const { severity } of grave.get(id)!) counts[severity as "critical" | "high"]++;
  }
  return counts;
}

function worstFirst(a: ExposedService, b: ExposedService): number {
  return b.critical - a.critical || b.high - a.high || compareLabels(a.service, b.service);
}

/** Which deployments of these services refer to what. */
async function exposuresOf(
  catalog: CatalogReader,
  services: readonly ExposedService[],
  grave: Grave,
): Promise<Exposure[]> {
  const serviceIds = services.map(({ service }) => service.id);
  const deployments = await catalog.children(serviceIds, { types: ["ServiceDeployment"], limit: MAX_ITEMS });
  const found = await catalog.targets(
    deployments.items.map(({ id }) => id),
    { readingTypes: DEPENDENCIES, withReading: VULNERABILITIES, exceptValues: NO_VULNERABILITIES, limit: MAX_ITEMS },
  );
  const packages = await catalog.resources([
    ...new Set(found.items.flatMap(({ targetIds }) => targetIds.filter((id) => grave.has(id)))),
  ]);
  const nameOf = new Map(packages.map(({ id, name }) => [id, name]));
  const serviceOf = new Map(deployments.items.map(({ id, parentId }) => [id, parentId!]));
  return found.items.flatMap(({ resourceId: deploymentId, targetIds }) =>
    targetIds.flatMap((targetId) => {
      const targetName = nameOf.get(targetId);
      return targetName === undefined
        ? []
        : [{ serviceId: serviceOf.get(deploymentId)!, deploymentId, targetId, targetName }];
    }),
  );
}

function describe(
  { service, critical, high }: ExposedService,
  exposures: readonly Exposure[],
  grave: Grave,
  since: ReadonlyMap<string, Timestamp>,
): VulnerableService {
  const times = exposures.flatMap(({ deploymentId }) => since.get(deploymentId) ?? []).toSorted();
  return { service, critical, high, why: worstOf(exposures, grave), since: times[0] ?? null };
}

/** The gravest of them, by severity and score, with its package. */
function worstOf(exposures: readonly Exposure[], grave: Grave): string {
  const [worst] = exposures
    .flatMap(({ targetId, targetName }) => grave.get(targetId)!.map((each) => ({ ...each, targetName })))
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
  const ids = [...new Set(exposures.map(({ deploymentId }) => deploymentId))];
  const versions = await catalog.snapshots(ids, { readingTypes: ["DeployedVersion"] });
  return new Map(
    versions.items.flatMap(({ resourceId, value }) => {
      const since = parseTimestamp(textIn(fieldsOf(value), "since") ?? "");
      return since === undefined ? [] : [[resourceId, since] as const];
    }),
  );
}
