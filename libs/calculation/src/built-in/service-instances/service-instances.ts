import { addMicros, parseDuration } from "@binnacle/contract";
import { Calculation, type CalculationContext, type PartialResult } from "../../calculation.js";
import type { CatalogReading } from "../../catalog/catalog-items.js";
import { MAX_ITEMS } from "../../catalog/catalog-reader.js";
import { presentService } from "../present-service.js";
import { fieldsOf, textIn } from "../readings/fields.js";
import { currentHealth } from "../readings/health.js";
import { readServiceTrees } from "../service-trees.js";
import { ServiceInstancesParameters } from "./parameters.js";
import { RESULT_SCHEMA, type ServiceInstancesResult } from "./result.js";

@Calculation({
  name: "service-instances",
  description: "What runs of a service: each instance with its health, what it says of itself, and where it runs.",
  parameters: ServiceInstancesParameters,
  result: RESULT_SCHEMA,
  freshFor: "PT10S",
})
export class ServiceInstances implements Calculation<ServiceInstancesParameters, ServiceInstancesResult> {
  async compute(
    { service: name, environment: wanted, staleAfter, limit }: ServiceInstancesParameters,
    { catalog, now }: CalculationContext,
  ): Promise<PartialResult<ServiceInstancesResult>> {
    const service = await presentService(catalog, name);
    const { trees, isPartial } = await readServiceTrees(catalog, [service]);
    const running = trees
      .flatMap(({ deployments }) => deployments)
      .filter(({ environment }) => wanted === undefined || environment === wanted)
      .flatMap(({ deployment, environment, instances }) =>
        instances.map((instance) => ({ instance, environment, deploymentId: deployment.id })),
      );
    const given = running.slice(0, limit);
    const ids = given.map(({ instance }) => instance.id);
    const said = await catalog.snapshots(ids, { readingTypes: ["HealthCheck", "InstanceInfo"], limit: MAX_ITEMS });
    const readings = new Map(said.items.map((reading) => [`${reading.resourceId} ${reading.type}`, reading]));
    const staleBefore = addMicros(now, -parseDuration(staleAfter)!);
    const instances = given.map(({ instance, environment, deploymentId }) => {
      const check = readings.get(`${instance.id} HealthCheck`);
      const self = readings.get(`${instance.id} InstanceInfo`);
      return {
        id: instance.id,
        name: instance.name,
        environment,
        deploymentId,
        health: currentHealth(check, staleBefore),
        checkedOn: check?.collectedOn ?? null,
        message: textOf(check, "message"),
        version: textOf(self, "version"),
        host: textOf(self, "host"),
      };
    });
    return {
      result: { service: { id: service.id, name: service.name }, instances },
      isPartial: isPartial || said.isPartial || running.length > limit,
    };
  }
}

function textOf(reading: CatalogReading | undefined, field: string): string | null {
  return textIn(fieldsOf(reading?.value), field) ?? null;
}
