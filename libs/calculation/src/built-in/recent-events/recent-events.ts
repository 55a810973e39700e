import { addMicros, parseDuration, resourceId, type Timestamp } from "@binnacle/contract";
import { Calculation, type CalculationContext, type PartialResult } from "../../calculation.js";
import type { Bounded, CatalogReading } from "../../catalog/catalog-items.js";
import { type CatalogReader, MAX_ITEMS } from "../../catalog/catalog-reader.js";
import { InvalidParametersError } from "../../parameters/read-parameters.js";
import { eventKind } from "../readings/event.js";
import { locateEvents } from "./locate-events.js";
import { RecentEventsParameters } from "./parameters.js";
import { RESULT_SCHEMA, type RecentEventsResult } from "./result.js";

const WINDOW = "P30D";
/** Kinds stand in the values: events are looked through for them, the newest first, up to so many. */
const MAX_LOOKED_THROUGH = 5_000;

/** Which events are read. */
interface EventsQuery {
  from: Timestamp;
  to: Timestamp;
  limit: number;
}

@Calculation({
  name: "recent-events",
  description:
    "What happened last, of everything or of a Team's services: deployments, starts and stops of instances, incidents; each with the service that it " +
    "belongs to.",
  parameters: RecentEventsParameters,
  result: RESULT_SCHEMA,
  freshFor: "PT10S",
})
export class RecentEvents implements Calculation<RecentEventsParameters, RecentEventsResult> {
  async compute(
    { owner, event, from, to, limit }: RecentEventsParameters,
    { catalog, now }: CalculationContext,
  ): Promise<PartialResult<RecentEventsResult>> {
    const until = to ?? now;
    const since = from ?? addMicros(until, -parseDuration(WINDOW)!);
    if (since >= until) throw new InvalidParametersError([{ path: "from", detail: "must be before to" }]);
    const wanted = new Set(event?.map((kind) => kind.toLowerCase()));
    const span = { from: since, to: until, limit: wanted.size === 0 ? limit : MAX_LOOKED_THROUGH };
    const read = owner === undefined ? await catalog.newestEvents(span) : await readOwned(catalog, owner, span);
    const found = read.items.filter((reading) => wanted.size === 0 || wanted.has(eventKind(reading)));
    return {
      result: { from: since, to: until, events: await locateEvents(catalog, found.slice(0, limit)) },
      isPartial: read.isPartial || found.length > limit,
    };
  }
}

/** Of the services that a Team owns, and all below them. */
async function readOwned(catalog: CatalogReader, owner: string, span: EventsQuery): Promise<Bounded<CatalogReading>> {
  const owned = await catalog.referrers([resourceId("Team", owner)], {
    readingTypes: ["ServiceOwnership"],
    types: ["Service"],
    limit: MAX_ITEMS,
  });
  const services = [...new Set(owned.items.map((reference) => reference.resourceId))];
  const below = await catalog.descendants(services, { limit: MAX_ITEMS - services.length });
  const ids = [...services, ...below.items.map(({ id }) => id)];
  const events = await catalog.series(ids, { ...span, readingTypes: ["ServiceEvent"], limitEach: span.limit });
  return { items: events.items, isPartial: owned.isPartial || below.isPartial || events.isPartial };
}
