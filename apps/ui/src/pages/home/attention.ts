import type { ServiceOverview, LastEvent } from "../../catalog/use-services.js";
import { healthRank } from "../../health/health.js";
import { compareSeverities } from "../../vulnerabilities/severity.js";

/** Services that are down or degraded, the worst first. */
export function unwell(services: readonly ServiceOverview[]): ServiceOverview[] {
  return services
    .filter(({ health }) => health === "down" || health === "degraded")
    .toSorted((a, b) => healthRank(b.health) - healthRank(a.health));
}

/** Services with critical or high vulnerabilities, the worst first. */
export function vulnerable(services: readonly ServiceOverview[]): ServiceOverview[] {
  return services
    .filter(({ vulnerabilities }) => vulnerabilities.critical > 0 || vulnerabilities.high > 0)
    .toSorted((a, b) => compareSeverities(b.vulnerabilities, a.vulnerabilities));
}

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
