import type { ServiceOverview, LastEvent } from "../../catalog/use-services.js";

/** An event with the service that it happened to. */
export interface RecentEvent extends LastEvent {
  service: string;
}

/** The newest of the last events of all services. Times of the catalog are ordered as texts. */
export function newestEvents(services: readonly ServiceOverview[], most: number): RecentEvent[] {
  return services
    .flatMap(({ name, lastEvents }) => lastEvents.map((event) => ({ ...event, service: name })))
    .toSorted((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
    .slice(0, most);
}
