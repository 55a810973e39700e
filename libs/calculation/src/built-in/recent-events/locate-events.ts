import type { CatalogReading, CatalogResource } from "../../catalog/catalog-items.js";
import { type CatalogReader, MAX_ITEMS } from "../../catalog/catalog-reader.js";
import { eventKind, eventTitle } from "../readings/event.js";
import { environmentOf } from "../service-trees.js";
import type { RecentEvent } from "./result.js";

/** Tells of events what they happened to, and to which service that belongs: two reads, however many there are. */
export async function locateEvents(catalog: CatalogReader, events: readonly CatalogReading[]): Promise<RecentEvent[]> {
  const ids = [...new Set(events.map(({ resourceId }) => resourceId))];
  const [found, ancestors] = await Promise.all([catalog.resources(ids), catalog.ancestors(ids, { limit: MAX_ITEMS })]);
  const resources = new Map(found.map((resource) => [resource.id, resource]));
  const above = Map.groupBy(ancestors.items, ({ rootId }) => rootId);
  return events.flatMap((event) => {
    const resource = resources.get(event.resourceId);
    return resource === undefined ? [] : [describe(event, resource, above.get(resource.id) ?? [])];
  });
}

function describe(
  event: CatalogReading,
  resource: CatalogResource,
  nearestFirst: readonly CatalogResource[],
): RecentEvent {
  const line = [resource, ...nearestFirst];
  const position = line.findIndex(({ type }) => type === "Service");
  const service = line[position];
  const deployment = line.slice(0, Math.max(0, position)).find(({ type }) => type === "ServiceDeployment");
  return {
    on: event.collectedOn,
    event: eventKind(event),
    title: eventTitle(event),
    service: service === undefined ? null : { id: service.id, name: service.name },
    environment: service && deployment ? environmentOf(deployment.name, service.name) : null,
    resourceId: resource.id,
    resourceType: resource.type,
    resourceName: resource.name,
    source: event.source,
  };
}
