import { parseTimestamp, type Severity, type Timestamp } from "@binnacle/contract";
import type { CatalogReading, CatalogResource } from "../../catalog/catalog-items.js";
import { eventKind, eventTitle } from "../readings/event.js";
import { fieldsOf, textIn } from "../readings/fields.js";
import { currentHealth, HEALTH, worstHealth } from "../readings/health.js";
import type { Owner } from "../readings/ownership.js";
import { countBySeverity } from "../readings/vulnerabilities.js";
import { type DeploymentTree, resourcesOf, type ServiceTree } from "../service-trees.js";
import type { EnvironmentOverview, HealthCounts, LastEvent, ServiceSummary } from "./result.js";

/** What was read of all services of a page, each by the id of the Resource that it is about. */
export interface OverviewReadings {
  owners: ReadonlyMap<string, Owner>;
  descriptions: ReadonlyMap<string, CatalogReading>;
  versions: ReadonlyMap<string, CatalogReading>;
  checks: ReadonlyMap<string, CatalogReading>;
  /** What instances say of themselves. */
  selves: ReadonlyMap<string, CatalogReading>;
  /** Of deployments. */
  dependencies: ReadonlyMap<string, { count: number; vulnerableIds: readonly string[] }>;
  /** Of versions of packages. */
  severities: ReadonlyMap<string, readonly Severity[]>;
  /** Newest first. */
  events: ReadonlyMap<string, readonly CatalogReading[]>;
}

export interface SummaryOptions {
  /** Older health checks count as unknown. */
  staleBefore: Timestamp;
  /** How many events. */
  events: number;
}

/** Puts together what is known of a service. */
export function summarizeService(
  { service, deployments }: ServiceTree,
  readings: OverviewReadings,
  options: SummaryOptions,
): ServiceSummary {
  const environments = deployments.map((deployment) => summarizeEnvironment(deployment, readings, options));
  const vulnerable = new Set(
    deployments.flatMap(({ deployment }) => readings.dependencies.get(deployment.id)?.vulnerableIds ?? []),
  );
  return {
    id: service.id,
    name: service.name,
    description: textIn(fieldsOf(readings.descriptions.get(service.id)?.value), "description", "title") ?? null,
    owner: readings.owners.get(service.id) ?? null,
    health: worstHealth(environments.map(({ health }) => health)),
    environments,
    instances: environments.reduce((sum, { instances }) => sum + instances.total, 0),
    dependencies: Math.max(0, ...environments.map(({ dependencies }) => dependencies)),
    vulnerabilities: countBySeverity([...vulnerable].flatMap((id) => readings.severities.get(id) ?? [])),
    lastEvents: lastEvents({ service, deployments }, readings, options.events),
  };
}

function summarizeEnvironment(
  { deployment, environment, instances }: DeploymentTree,
  { versions, checks, selves, dependencies, severities }: OverviewReadings,
  { staleBefore }: SummaryOptions,
): EnvironmentOverview {
  const health = instances.map(({ id }) => currentHealth(checks.get(id), staleBefore));
  const { count, vulnerableIds } = dependencies.get(deployment.id) ?? { count: 0, vulnerableIds: [] };
  const deployed = fieldsOf(versions.get(deployment.id)?.value);
  const running = instances.flatMap(({ id }) => selves.get(id) ?? []).toSorted(compareNewestFirst);
  const counts = Object.fromEntries(HEALTH.map((each) => [each, health.filter((found) => found === each).length]));
  return {
    name: environment,
    deploymentId: deployment.id,
    version: textIn(deployed, "version") ?? firstVersion(running),
    since: parseTimestamp(textIn(deployed, "since") ?? "") ?? null,
    health: worstHealth(health),
    instances: { total: health.length, ...counts } as HealthCounts,
    dependencies: count,
    vulnerabilities: countBySeverity(vulnerableIds.flatMap((id) => severities.get(id) ?? [])),
  };
}

function firstVersion(newestFirst: readonly CatalogReading[]): string | null {
  const versions = newestFirst.map(({ value }) => textIn(fieldsOf(value), "version"));
  return versions.find((version) => version !== undefined) ?? null;
}

function lastEvents(tree: ServiceTree, { events }: OverviewReadings, limit: number): LastEvent[] {
  return resourcesOf(tree)
    .flatMap((resource) => (events.get(resource.id) ?? []).map((event) => ({ event, resource })))
    .toSorted((a, b) => compareNewestFirst(a.event, b.event))
    .slice(0, limit)
    .map(({ event, resource }) => describeEvent(event, resource));
}

function describeEvent(event: CatalogReading, { type, name }: CatalogResource): LastEvent {
  return {
    on: event.collectedOn,
    event: eventKind(event),
    title: eventTitle(event),
    resourceType: type,
    resourceName: name,
  };
}

function compareNewestFirst(a: CatalogReading, b: CatalogReading): number {
  if (a.collectedOn === b.collectedOn) return 0;
  return a.collectedOn > b.collectedOn ? -1 : 1;
}
