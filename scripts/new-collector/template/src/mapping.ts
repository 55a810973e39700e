import { reading, resource } from "@binnacle/collector";

/** What the source answers to `GET /services`. */
export interface ServiceList {
  services: { name: string; team: string | null; repository: string }[];
}

/**
 * From the source's document to records. Asks nobody and knows no clock, so that a test needs nothing but a document. Names must
 * follow from what is known at run time and be the same in every run; see docs/collectors in Binnacle for the well-known types.
 */
export function* mapServices({ services }: ServiceList) {
  for (const { name, team, repository } of services) {
    const service = resource("Service", name);
    yield service;
    yield reading(service, "ServiceRepository", { repository });
    if (team !== null) yield reading(service, "ServiceOwnership", { team });
  }
}
