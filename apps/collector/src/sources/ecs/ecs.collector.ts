import { type CollectContext, Collector } from "@binnacle/collector";
import type { Service, Task, TaskDefinition } from "@aws-sdk/client-ecs";
import type { CatalogRecord, ImageInUse } from "@binnacle/contract";
import { readRegions } from "../../aws/aws-source.js";
import { EcsClient } from "./ecs.client.js";
import {
  type EcsPlace,
  imagesOf,
  lastPart,
  mapService,
  mapStop,
  mapTask,
  placeOf,
  serviceNameOf,
} from "./ecs.mapping.js";
import type { EcsOptions } from "./ecs.options.js";

/** Reads the services and tasks of ECS clusters. */
@Collector({
  name: "ecs",
  schedule: "every 1m",
  timeout: "5m",
  owns: ["Service", "ServiceDeployment", "ServiceInstance", "ContainerImage"],
})
export class EcsCollector implements Collector {
  constructor(private readonly options: EcsOptions) {}

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    const yielded = new Set<string>();
    for await (const record of readRegions(this.options.regions ?? [undefined], context, (region) =>
      this.readRegion(region, context),
    )) {
      const key = record.kind === "resource" ? `${record.type}\n${record.name}` : undefined;
      if (key !== undefined && yielded.has(key)) continue;
      if (key !== undefined) yielded.add(key);
      yield record;
    }
  }

  private async *readRegion(region: string | undefined, context: CollectContext): AsyncGenerator<CatalogRecord> {
    const client = new EcsClient(region, context.signal);
    try {
      const { clusters } = this.options;
      for (const cluster of await client.clusters()) {
        if (!clusters || clusters.includes(lastPart(cluster))) yield* this.readCluster(client, cluster, context);
      }
    } finally {
      client.close();
    }
  }

  private async *readCluster(
    client: EcsClient,
    cluster: string,
    context: CollectContext,
  ): AsyncGenerator<CatalogRecord> {
    const services = new Map<string, { service: Service; place: EcsPlace; images: Map<string, ImageInUse> }>();
    for await (const page of client.services(cluster)) {
      for (const service of page) {
        const place = placeOf(service, this.options);
        services.set(service.serviceName ?? "", { service, place, images: new Map() });
      }
    }
    const ofService = (task: Task) => services.get(serviceNameOf(task) ?? "");

    for await (const page of client.tasks(cluster, "RUNNING")) {
      for (const task of page) {
        const owner = ofService(task);
        if (!owner) continue;
        const definition = task.taskDefinitionArn ? await client.taskDefinition(task.taskDefinitionArn) : undefined;
        yield* mapTask(task, owner.place, definition, context.now());
        const isCurrent = owner.service.taskDefinition === task.taskDefinitionArn;
        for (const image of isCurrent ? imagesOf(task) : []) owner.images.set(image.resourceName, image);
      }
    }
    for await (const page of client.tasks(cluster, "STOPPED")) {
      for (const task of page) {
        const owner = ofService(task);
        if (owner) yield* mapStop(task, owner.place);
      }
    }
    for (const { service, place, images } of services.values()) {
      yield* mapService(service, place, await definitionsOf(client, service), [...images.values()]);
    }
  }
}

async function definitionsOf(client: EcsClient, service: Service): Promise<Map<string, TaskDefinition>> {
  const arns = [service.taskDefinition, ...(service.deployments ?? []).map(({ taskDefinition }) => taskDefinition)];
  const definitions = new Map<string, TaskDefinition>();
  for (const arn of new Set(arns)) {
    const definition = arn === undefined ? undefined : await client.taskDefinition(arn);
    if (arn !== undefined && definition) definitions.set(arn, definition);
  }
  return definitions;
}
