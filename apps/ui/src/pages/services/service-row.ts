import type { ServiceEnvironment, ServiceOverview } from "../../catalog/use-services.js";
import type { Health } from "../../health/health.js";
import { SEVERITIES, type SeverityCounts } from "../../vulnerabilities/severity.js";
import type { ServicesSearch } from "./services-search.js";

/** A service as a row of the table: of all its environments, or of the one that is looked at. */
export interface ServiceRow {
  id: string;
  name: string;
  description: string | null;
  /** Teams, or else users. */
  owners: string[];
  health: Health | null;
  environments: ServiceEnvironment[];
  /** What runs, each version once. */
  versions: string[];
  /** Of the newest deployment. */
  since: string | null;
  instances: number;
  dependencies: number;
  vulnerabilities: SeverityCounts;
  /** On the scorecard; `null` below its lowest, `undefined` where the scorecard is not for services or not there yet. */
  level: string | null | undefined;
}

/** Makes a row of a service; `undefined` where it has no such environment. */
export function serviceRow(
  service: ServiceOverview,
  environment: string | undefined,
  level: string | null | undefined,
): ServiceRow | undefined {
  const environments = service.environments.filter(({ name }) => environment === undefined || name === environment);
  const one = environment === undefined ? undefined : environments[0];
  if (environment !== undefined && one === undefined) return undefined;
  const { id, name, description, owner } = service;
  const teams = owner?.teams.map((team) => team.name) ?? [];
  return {
    id,
    name,
    description,
    owners: teams.length > 0 ? teams : (owner?.users ?? []),
    environments,
    versions: [...new Set(environments.map(({ version }) => version).filter((version) => version !== null))],
    since: newest(environments.map(({ since }) => since)),
    level,
    health: one ? one.health : service.health,
    instances: one ? one.instances.total : service.instances,
    dependencies: one ? one.dependencies : service.dependencies,
    vulnerabilities: one ? one.vulnerabilities : service.vulnerabilities,
  };
}

/** Whether a row is among those that are asked for. The environment has been chosen before. */
export function isShown(row: ServiceRow, { q, owner, health, severity, level }: ServicesSearch): boolean {
  if (owner !== undefined && !(owner === NOBODY ? row.owners.length === 0 : row.owners.includes(owner))) return false;
  if (health !== undefined && (row.health ?? "none") !== health) return false;
  if (level !== undefined && (row.level ?? "none") !== level) return false;
  if (severity !== undefined) {
    const enough = SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1);
    if (!enough.some((each) => row.vulnerabilities[each] > 0)) return false;
  }
  if (q === undefined) return true;
  const wanted = q.toLowerCase();
  return [row.name, row.description ?? "", ...row.owners].some((text) => text.toLowerCase().includes(wanted));
}

/** The rows that are asked for; `levels` are those of the scorecard, by the service's id. */
export function shownRows(
  services: readonly ServiceOverview[],
  levels: ReadonlyMap<string, string | null>,
  search: ServicesSearch,
): ServiceRow[] {
  return services
    .map((service) => serviceRow(service, search.environment, levels.get(service.id)))
    .filter((row): row is ServiceRow => row !== undefined && isShown(row, search));
}

/** Stands for the services without an owner. No name of a team may be empty. */
export const NOBODY = "";

/** Times of the catalog are ordered as texts. */
function newest(times: (string | null)[]): string | null {
  return times.reduce((best, time) => (time !== null && (best === null || time > best) ? time : best), null);
}
