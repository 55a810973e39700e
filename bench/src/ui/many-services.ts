import { reading, resource } from "@binnacle/collector";
import { referenceTo, service, serviceDeployment, serviceInstance, team, type CatalogRecord } from "@binnacle/contract";

const TEAMS = 40;
const HOUR_MS = 3_600_000;

export const nameOf = (index: number): string => `service-${String(index).padStart(5, "0")}`;

/** Services with an owner, a deployment and an instance each, as a large company has them. */
export function* manyServices(count: number, now: number): Generator<CatalogRecord> {
  for (let index = 0; index < count; index++) {
    const name = nameOf(index);
    const owned = resource("Service", service(name).name);
    const deployment = resource(serviceDeployment(name, "production"), { parent: service(name) });
    const since = new Date(now - (1 + (index % 700)) * HOUR_MS).toISOString();
    yield owned;
    yield reading(owned, "ServiceOwnership", { owners: [referenceTo(team(`team-${index % TEAMS}`))], users: [] });
    yield deployment;
    yield reading(deployment, "DeployedVersion", { version: `2.${index % 40}.0`, since });
    yield resource(serviceInstance(name, "production", "0"), { parent: serviceDeployment(name, "production") });
    yield healthOf(index, index % 50 === 0 ? "down" : "up");
  }
}

/** What a health check says of the instance of a service. */
export function healthOf(index: number, status: "up" | "down"): CatalogRecord {
  return reading(serviceInstance(nameOf(index), "production", "0"), "HealthCheck", { status, latencyMs: index % 60 });
}
