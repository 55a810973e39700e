import { reading, resource } from "@binnacle/collector";
import {
  type CatalogRecord,
  type EgressDependencies,
  service,
  serviceDeployment,
  serviceInstance,
} from "@binnacle/contract";
import type { JavaTarget } from "./java.options.js";
import type { Observation } from "./observation.js";

/** What is published of one virtual machine: its place in the catalog, what it is, how it is doing. */
export function mapObservation(
  { service: serviceName, environment, instance }: JavaTarget,
  { runtime, sample, sampledOn }: Observation,
  samples: boolean,
): CatalogRecord[] {
  const parent = service(serviceName);
  const deployment = serviceDeployment(serviceName, environment);
  const own = serviceInstance(serviceName, environment, instance);
  return [
    resource(parent),
    resource(deployment, { parent }),
    resource(own, { parent: deployment }),
    reading(own, "JvmRuntime", runtime),
    ...(samples && sample
      ? [reading(own, "JvmSample", sample, { storageMode: "TIME_SERIES", collectedOn: sampledOn })]
      : []),
  ];
}

export function mapEgress(
  { service: serviceName, environment }: Pick<JavaTarget, "service" | "environment">,
  value: EgressDependencies,
): CatalogRecord {
  return reading(serviceDeployment(serviceName, environment), "EgressDependencies", value);
}
