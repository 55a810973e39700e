import { reading, resource } from "@binnacle/collector";
import { type CatalogRecord, type EgressDependencies, service, serviceDeployment } from "@binnacle/contract";
import type { Caller } from "./call-window.js";

/** A deployment that calls, and what it calls. Raises a `ContractError` if they are no names. */
export function mapCaller({ service: name, environment }: Caller, value: EgressDependencies): CatalogRecord[] {
  const parent = service(name);
  const deployment = serviceDeployment(name, environment);
  return [resource(parent), resource(deployment, { parent }), reading(deployment, "EgressDependencies", value)];
}
