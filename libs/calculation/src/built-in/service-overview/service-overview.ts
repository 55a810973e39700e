import { addMicros, parseDuration, type Timestamp } from "@binnacle/contract";
import { Calculation, type CalculationContext, type PartialResult } from "../../calculation.js";
import type { Bounded, CatalogReading } from "../../catalog/catalog-items.js";
import { type CatalogReader, MAX_ITEMS } from "../../catalog/catalog-reader.js";
import { readOwners } from "../readings/ownership.js";
import { NO_VULNERABILITIES, readVulnerabilities } from "../readings/vulnerabilities.js";
import { readServiceTrees, resourcesOf, type ServiceTree } from "../service-trees.js";
import { chooseServices } from "./choose-services.js";
import { ServiceOverviewParameters } from "./parameters.js";
import { RESULT_SCHEMA, type ServiceOverviewResult, type ServiceSummary } from "./result.js";
import { type OverviewReadings, summarizeService } from "./summarize-service.js";

/** Every statement has a limit of time, which one about a thousand services would come close to. */
const SERVICES_AT_ONCE = 100;

@Calculation({
  name: "service-overview",
  description:
    "One service, or a page of all: owner, health per environment, version that runs and since when, instances, dependencies, vulnerabilities " +
    "by severity, last events.",
  parameters: ServiceOverviewParameters,
  result: RESULT_SCHEMA,
  freshFor: "PT10S",
})
export class ServiceOverview implements Calculation<ServiceOverviewParameters, ServiceOverviewResult> {
  async compute(
    parameters: ServiceOverviewParameters,
    { catalog, now }: CalculationContext,
  ): Promise<PartialResult<ServiceOverviewResult>> {
    const page = await chooseServices(catalog, parameters);
    const ago = (duration: string): Timestamp => addMicros(now, -parseDuration(duration)!);
    const eventsFrom = ago(parameters.eventsSince);
    const options = { staleBefore: ago(parameters.staleAfter), events: parameters.events };
    const services: ServiceSummary[] = [];
    let isPartial = page.isPartial;
    for (let start = 0; start < page.services.length; start += SERVICES_AT_ONCE) {
      const some = page.services.slice(start, start + SERVICES_AT_ONCE);
      const { trees, isPartial: isTreePartial } = await readServiceTrees(catalog, some);
      const read = await readAll(catalog, trees, { events: parameters.events, eventsFrom });
      services.push(...trees.map((tree) => summarizeService(tree, read.readings, options)));
      isPartial ||= isTreePartial || read.isPartial;
    }
    return { result: { services, next: page.next }, isPartial };
  }
}

/** Everything about some of them, with as many reads as there are kinds of it. */
async function readAll(
  catalog: CatalogReader,
  trees: readonly ServiceTree[],
  { events, eventsFrom }: { events: number; eventsFrom: Timestamp },
): Promise<{ readings: OverviewReadings; isPartial: boolean }> {
  const services = trees.map(({ service }) => service.id);
  const deployments = trees.flatMap((tree) => tree.deployments.map(({ deployment }) => deployment.id));
  const instances = trees.flatMap((tree) =>
    tree.deployments.flatMap((deployment) => deployment.instances.map(({ id }) => id)),
  );
  const said = await snapshots(catalog, services, ["ServiceOwnership", "ServiceDescription"]);
  const versions = await snapshots(catalog, deployments, ["DeployedVersion"]);
  const running = await snapshots(catalog, instances, ["HealthCheck", "InstanceInfo"]);
  const targets = await catalog.targets(deployments, {
    readingTypes: ["ServiceDeploymentDependencies"],
    withReading: "DependencyVersionVulnerabilities",
    exceptValues: NO_VULNERABILITIES,
    limit: MAX_ITEMS,
  });
  const vulnerable = [...new Set(targets.items.flatMap(({ targetIds }) => targetIds))];
  const found = await snapshots(catalog, vulnerable.slice(0, MAX_ITEMS), ["DependencyVersionVulnerabilities"]);
  const happened = await lastEvents(catalog, trees, events, eventsFrom);
  return {
    readings: {
      owners: await readOwners(catalog, ofType(said, "ServiceOwnership")),
      descriptions: byResource(ofType(said, "ServiceDescription")),
      versions: byResource(versions.items),
      checks: byResource(ofType(running, "HealthCheck")),
      selves: byResource(ofType(running, "InstanceInfo")),
      dependencies: new Map(
        targets.items.map(({ resourceId, count, targetIds }) => [resourceId, { count, vulnerableIds: targetIds }]),
      ),
      severities: new Map(
        found.items.map((reading) => [
          reading.resourceId,
          readVulnerabilities(reading).map(({ severity }) => severity),
        ]),
      ),
      events: Map.groupBy(happened.items, ({ resourceId }) => resourceId),
    },
    isPartial:
      [said, versions, running, targets, found, happened].some(({ isPartial }) => isPartial) ||
      vulnerable.length > MAX_ITEMS,
  };
}

function snapshots(catalog: CatalogReader, ids: readonly string[], readingTypes: readonly string[]) {
  return catalog.snapshots(ids, { readingTypes, limit: MAX_ITEMS });
}

async function lastEvents(
  catalog: CatalogReader,
  trees: readonly ServiceTree[],
  limitEach: number,
  from: Timestamp,
): Promise<Bounded<CatalogReading>> {
  if (limitEach === 0) return { items: [], isPartial: false };
  const groups = trees.map((tree) => resourcesOf(tree).map(({ id }) => id));
  return catalog.newest(groups, { readingTypes: ["ServiceEvent"], from, limitEach, limit: MAX_ITEMS });
}

function ofType({ items }: Bounded<CatalogReading>, readingType: string): CatalogReading[] {
  return items.filter(({ type }) => type === readingType);
}

function byResource(readings: readonly CatalogReading[]): Map<string, CatalogReading> {
  return new Map(readings.map((reading) => [reading.resourceId, reading]));
}
