import type { Severity, Timestamp } from "@binnacle/contract";
import type { Bounded, CatalogReading } from "../../catalog/catalog-items.js";
import { type CatalogReader, MAX_ITEMS } from "../../catalog/catalog-reader.js";
import { fieldsOf, textIn } from "../readings/fields.js";
import { readOwners } from "../readings/ownership.js";
import { NO_VULNERABILITIES, readVulnerabilities } from "../readings/vulnerabilities.js";
import { resourcesOf, type ServiceTree } from "../service-trees.js";
import type { OverviewReadings } from "./summarize-service.js";

interface OverviewOptions {
  /** How many events of each service. */
  events: number;
  eventsFrom: Timestamp;
}

/** A part of what is read of some services, and whether that is all of it. */
interface Part<Name extends keyof OverviewReadings> {
  readings: Pick<OverviewReadings, Name>;
  isPartial: boolean;
}

/**
 * Everything about some services, with as many reads as there are kinds of it. They are asked for together: what came of one is looked
 * at while the next one is read.
 */
export async function readOverview(
  catalog: CatalogReader,
  trees: readonly ServiceTree[],
  options: OverviewOptions,
): Promise<{ readings: OverviewReadings; isPartial: boolean }> {
  const [statements, checks, dependencies, events] = await Promise.all([
    readStatements(catalog, trees),
    readChecks(catalog, trees),
    readDependencies(catalog, trees),
    readEvents(catalog, trees, options),
  ]);
  return {
    readings: { ...statements.readings, ...checks.readings, ...dependencies.readings, ...events.readings },
    isPartial: [statements, checks, dependencies, events].some(({ isPartial }) => isPartial),
  };
}

/** What is said of services and deployments; of instances only where nobody says what version is deployed. */
async function readStatements(
  catalog: CatalogReader,
  trees: readonly ServiceTree[],
): Promise<Part<"owners" | "descriptions" | "versions" | "selves">> {
  const ids = trees.flatMap(({ service, deployments }) => [service.id, ...deploymentIds(deployments)]);
  const said = await snapshots(catalog, ids, ["DeployedVersion", "ServiceDescription", "ServiceOwnership"]);
  const versions = byResource(ofType(said, "DeployedVersion"));
  const unsaid = trees
    .flatMap(({ deployments }) => deployments)
    .filter(({ deployment }) => textIn(fieldsOf(versions.get(deployment.id)?.value), "version") === undefined)
    .flatMap(({ instances }) => instances.map(({ id }) => id));
  const [owners, selves] = await Promise.all([
    readOwners(catalog, ofType(said, "ServiceOwnership")),
    snapshots(catalog, unsaid, ["InstanceInfo"]),
  ]);
  return {
    readings: {
      owners,
      descriptions: byResource(ofType(said, "ServiceDescription")),
      versions,
      selves: byResource(selves.items),
    },
    isPartial: said.isPartial || selves.isPartial,
  };
}

async function readChecks(catalog: CatalogReader, trees: readonly ServiceTree[]): Promise<Part<"checks">> {
  const instances = trees.flatMap(({ deployments }) => deployments.flatMap((deployment) => deployment.instances));
  const ids = instances.map(({ id }) => id);
  const { items, isPartial } = await snapshots(catalog, ids, ["HealthCheck"]);
  return { readings: { checks: byResource(items) }, isPartial };
}

async function readDependencies(
  catalog: CatalogReader,
  trees: readonly ServiceTree[],
): Promise<Part<"dependencies" | "severities">> {
  const ids = trees.flatMap(({ deployments }) => deploymentIds(deployments));
  const targets = await catalog.targets(ids, {
    readingTypes: ["ServiceDeploymentDependencies"],
    withReading: "DependencyVersionVulnerabilities",
    exceptValues: NO_VULNERABILITIES,
    limit: MAX_ITEMS,
  });
  const vulnerable = [...new Set(targets.items.flatMap(({ targetIds }) => targetIds))];
  const found = await snapshots(catalog, vulnerable.slice(0, MAX_ITEMS), ["DependencyVersionVulnerabilities"]);
  const severitiesOf = (reading: CatalogReading): Severity[] =>
    readVulnerabilities(reading).map(({ severity }) => severity);
  return {
    readings: {
      dependencies: new Map(
        targets.items.map(({ resourceId, count, targetIds }) => [resourceId, { count, vulnerableIds: targetIds }]),
      ),
      severities: new Map(found.items.map((reading) => [reading.resourceId, severitiesOf(reading)])),
    },
    isPartial: targets.isPartial || found.isPartial || vulnerable.length > MAX_ITEMS,
  };
}

async function readEvents(
  catalog: CatalogReader,
  trees: readonly ServiceTree[],
  { events, eventsFrom }: OverviewOptions,
): Promise<Part<"events">> {
  if (events === 0) return { readings: { events: new Map() }, isPartial: false };
  const groups = trees.map((tree) => resourcesOf(tree).map(({ id }) => id));
  const options = { readingTypes: ["ServiceEvent"], from: eventsFrom, limitEach: events, limit: MAX_ITEMS };
  const { items, isPartial } = await catalog.newest(groups, options);
  return { readings: { events: Map.groupBy(items, ({ resourceId }) => resourceId) }, isPartial };
}

function deploymentIds(deployments: ServiceTree["deployments"]): string[] {
  return deployments.map(({ deployment }) => deployment.id);
}

function snapshots(catalog: CatalogReader, ids: readonly string[], readingTypes: readonly string[]) {
  return catalog.snapshots(ids, { readingTypes, limit: MAX_ITEMS });
}

function ofType({ items }: Bounded<CatalogReading>, readingType: string): CatalogReading[] {
  return items.filter(({ type }) => type === readingType);
}

function byResource(readings: readonly CatalogReading[]): Map<string, CatalogReading> {
  return new Map(readings.map((reading) => [reading.resourceId, reading]));
}
