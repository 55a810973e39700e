import type { Timestamp } from "@binnacle/contract";
import type { CatalogReading } from "../../catalog/catalog-items.js";
import { type CatalogReader, MAX_ITEMS } from "../../catalog/catalog-reader.js";
import { fieldsOf, textIn } from "../readings/fields.js";
import { HEALTH, readHealth, wordsFor, worstHealth } from "../readings/health.js";
import { compareLabels, labelOf } from "../resource-label.js";
import { readDeployments, type ServiceDeployment } from "./read-deployments.js";
import { type AttentionCount, type AttentionGroup, groupOf, type UnwellService } from "./result.js";

/** More instances than that are not unwell at once; to read more would take longer than a page should. */
const MAX_CHECKS = 50_000;
/** How many instances it is looked at since when they are unwell, and how far back of each. */
const MAX_FOLLOWED = 100;
const SAMPLES_EACH = 200;

/** An instance that is not well, by a check that still counts. */
interface UnwellInstance {
  check: CatalogReading;
  deployment: ServiceDeployment;
}

export interface Unwell {
  unwell: AttentionGroup<UnwellService>;
  /** Of the others, those of which an instance says nothing, or nothing lately. */
  unknown: AttentionCount;
}

/** Services of which an instance is down or degraded: those that are down first, then by how many of their instances are. */
export async function findUnwell(
  catalog: CatalogReader,
  { staleBefore, limit }: { staleBefore: Timestamp; limit: number },
): Promise<Unwell> {
  const [checks, silent] = await Promise.all([
    catalog.snapshotsOfType({
      readingType: "HealthCheck",
      from: staleBefore,
      exceptTexts: { field: "status", texts: wordsFor("up") },
      limit: MAX_CHECKS,
    }),
    catalog.ancestorsOfSilent({
      type: "ServiceInstance",
      above: ["ServiceDeployment", "Service"],
      readingType: "HealthCheck",
      since: staleBefore,
      limit: MAX_ITEMS,
    }),
  ]);
  const unwell = checks.items.filter((check) => isUnwell(readHealth(check)));
  const unsure = checks.items.filter((check) => readHealth(check) === "unknown");
  const resources = await catalog.resources([...unwell, ...unsure].map(({ resourceId }) => resourceId));
  const instances = new Map(resources.filter(({ type }) => type === "ServiceInstance").map((each) => [each.id, each]));
  const deployments = await readDeployments(
    catalog,
    [...instances.values()].flatMap(({ parentId }) => parentId ?? []),
  );
  const found = unwell.flatMap((check): UnwellInstance[] => {
    const deployment = deployments.get(instances.get(check.resourceId)?.parentId ?? "");
    return deployment === undefined ? [] : [{ check, deployment }];
  });
  const services = [...Map.groupBy(found, ({ deployment }) => deployment.service.id).values()].toSorted(worstFirst);
  const since = await unwellSince(catalog, services.slice(0, limit).flat());
  const { items, ...counted } = groupOf(services, limit, checks.isPartial);
  const unknown = new Set(silent.items);
  for (const { resourceId } of unsure) {
    const deployment = deployments.get(instances.get(resourceId)?.parentId ?? "");
    if (deployment) unknown.add(deployment.service.id);
  }
  for (const [first] of services) unknown.delete(first!.deployment.service.id);
  return {
    unwell: { ...counted, items: items.map((each) => describe(each, since)) },
    unknown: { count: unknown.size, isPartial: checks.isPartial || silent.isPartial },
  };
}

function isUnwell(health: string | null): health is "down" | "degraded" {
  return health === "down" || health === "degraded";
}

function worstFirst(a: readonly UnwellInstance[], b: readonly UnwellInstance[]): number {
  const [downA, downB] = [a, b].map(
    (instances) => instances.filter(({ check }) => readHealth(check) === "down").length,
  );
  return downB! - downA! || b.length - a.length || compareLabels(a[0]!.deployment.service, b[0]!.deployment.service);
}

function describe(instances: readonly UnwellInstance[], since: ReadonlyMap<string, Timestamp>): UnwellService {
  const times = instances.flatMap(({ check }) => since.get(check.resourceId) ?? []).toSorted();
  const environments = [...Map.groupBy(instances, ({ deployment }) => deployment.environment)];
  return {
    service: labelOf(instances[0]!.deployment.service),
    health: worstHealth(instances.map(({ check }) => readHealth(check))) as "down" | "degraded",
    why: environments
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([environment, within]) => `${environment}: ${countsText(within.map(({ check }) => check))}`)
      .join("; "),
    since: times[0] ?? null,
  };
}

/** `1 down (HTTP 503), 2 degraded`, with the first reason that is given for each. */
function countsText(checks: readonly CatalogReading[]): string {
  return HEALTH.flatMap((health) => {
    const those = checks.filter((check) => readHealth(check) === health);
    if (those.length === 0) return [];
    const reason = those.map(({ value }) => textIn(fieldsOf(value), "message")).find((text) => text !== undefined);
    return `${those.length} ${health}${reason === undefined ? "" : ` (${reason})`}`;
  }).join(", ");
}

/** Of each instance the oldest of its newest samples that say, one after the other, that it is not up. */
async function unwellSince(
  catalog: CatalogReader,
  instances: readonly UnwellInstance[],
): Promise<Map<string, Timestamp>> {
  const ids = instances.slice(0, MAX_FOLLOWED).map(({ check }) => check.resourceId);
  const samples = await catalog.series(ids, { readingTypes: ["HealthCheckSample"], limitEach: SAMPLES_EACH });
  const since = new Map<string, Timestamp>();
  const wellAgain = new Set<string>();
  for (const sample of samples.items) {
    if (!isUnwell(readHealth(sample))) wellAgain.add(sample.resourceId);
    else if (!wellAgain.has(sample.resourceId)) since.set(sample.resourceId, sample.collectedOn);
  }
  return since;
}
