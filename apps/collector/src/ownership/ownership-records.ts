import { reading, resource } from "@binnacle/collector";
import { type CatalogRecord, referenceTo, type ResourceAddress, team } from "@binnacle/contract";
import type { Ownership } from "./ownership.js";

/** The `ServiceOwnership` of a Service, and the Teams that it refers to. */
export function ownershipRecords(service: ResourceAddress, { from, teams, users }: Ownership): CatalogRecord[] {
  const addresses = teams.map(team);
  return [
    ...addresses.map((address) => resource(address)),
    reading(service, "ServiceOwnership", { from, teams: addresses.map(referenceTo), users }),
  ];
}
