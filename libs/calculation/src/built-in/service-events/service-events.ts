import type { Timestamp } from "@binnacle/contract";
import { QueryTimeoutError } from "@binnacle/errors";
import { Calculation, type CalculationContext, type PartialResult } from "../../calculation.js";
import type { Bounded, CatalogReading, CatalogResource, RelatedResource } from "../../catalog/catalog-items.js";
import type { CatalogReader } from "../../catalog/catalog-reader.js";
import { presentService } from "../present-service.js";
import { environmentOf } from "../service-trees.js";
import { readWindow } from "../time-window.js";
import { ServiceEventsParameters } from "./parameters.js";
import { RESULT_SCHEMA, type ServiceEventsResult, type TimelineEvent } from "./result.js";
import {
  compareEvents,
  countBuckets,
  countKinds,
  healthEvents,
  HEALTH_EVENT,
  type Subject,
  timelineEvent,
} from "./timeline.js";

const MAX_RESOURCES = 10_000;
const MAX_EVENTS = 20_000;

@Calculation({
  name: "service-events",
  description:
    "What happened to a service and everything below it: deployments, starts and stops of instances, incidents, changes of health; counted per bucket " +
    "of time, and the newest of them.",
  parameters: ServiceEventsParameters,
  result: RESULT_SCHEMA,
  freshFor: "PT10S",
})
export class ServiceEvents implements Calculation<ServiceEventsParameters, ServiceEventsResult> {
  async compute(
    parameters: ServiceEventsParameters,
    { catalog, now }: CalculationContext,
  ): Promise<PartialResult<ServiceEventsResult>> {
    const { bucket, limit, environment } = parameters;
    const window = readWindow(parameters, now, "P7D");
    const service = await presentService(catalog, parameters.service);
    const below = await catalog.descendants([service.id], { limit: MAX_RESOURCES });
    const subjects = subjectsOf(service, below.items, environment);
    const found = await readEvents(catalog, subjects, { ...parameters, ...window });
    const events = found.events.toSorted(compareEvents);
    return {
      result: {
        service: { id: service.id, name: service.name },
        from: window.from,
        to: window.to,
        bucket,
        counts: countKinds(events),
        buckets: countBuckets(events, window),
        events: events.slice(0, limit),
      },
      isPartial: below.isPartial || found.isPartial || events.length > limit,
    };
  }
}

/** The service with all below it, each with its environment: that of the deployment that it is, or is below. */
function subjectsOf(
  service: CatalogResource,
  below: readonly RelatedResource[],
  environment: string | undefined,
): Map<string, Subject> {
  const subjects = new Map<string, Subject>([[service.id, { resource: service, environment: null }]]);
  for (const resource of below) {
    const inherited = subjects.get(resource.parentId ?? "")?.environment ?? null;
    const own = resource.type === "ServiceDeployment" ? environmentOf(resource.name, service.name) : inherited;
    subjects.set(resource.id, { resource, environment: own });
  }
  if (environment === undefined) return subjects;
  return new Map([...subjects].filter(([, subject]) => subject.environment === environment));
}

interface EventsQuery {
  from: Timestamp;
  to: Timestamp;
  event?: string[];
  health: boolean;
}

async function readEvents(
  catalog: CatalogReader,
  subjects: ReadonlyMap<string, Subject>,
  { from, to, event: kinds, health }: EventsQuery,
): Promise<{ events: TimelineEvent[]; isPartial: boolean }> {
  const wanted = new Set(kinds?.map((kind) => kind.toLowerCase()));
  const isWanted = ({ event }: { event: string }): boolean => wanted.size === 0 || wanted.has(event);
  const span = { from, to, limit: MAX_EVENTS };
  const happened = await catalog.series([...subjects.keys()], { ...span, readingTypes: ["ServiceEvent"] });
  const events = happened.items.map((reading) => timelineEvent(reading, subjects.get(reading.resourceId)!));
  if (!health || !isWanted({ event: HEALTH_EVENT })) {
    return { events: events.filter(isWanted), isPartial: happened.isPartial };
  }
  const sampled = await readHealthChanges(catalog, [...subjects.keys()], span);
  return {
    events: [...events, ...healthEvents(sampled.items, subjects)].filter(isWanted),
    isPartial: happened.isPartial || sampled.isPartial,
  };
}

/** Samples may be too many to be gone through in time; the rest of the timeline is told all the same. No read may follow this one. */
async function readHealthChanges(
  catalog: CatalogReader,
  ids: readonly string[],
  span: { from: Timestamp; to: Timestamp; limit: number },
): Promise<Bounded<CatalogReading>> {
  try {
    return await catalog.seriesChanges(ids, { ...span, readingType: "HealthCheckSample" });
  } catch (error) {
    if (error instanceof QueryTimeoutError) return { items: [], isPartial: true };
    throw error;
  }
}
