import type { Container, Deployment, Service, Task, TaskDefinition } from "@aws-sdk/client-ecs";
import { reading, resource } from "@binnacle/collector";
import {
  type CatalogRecord,
  containerImage,
  type DeployedVersion,
  type HealthCheckResult,
  type ImageInUse,
  type InstanceInfo,
  parseImageReference,
  referenceTo,
  type ResourceAddress,
  service,
  serviceDeployment,
  serviceInstance,
  type Timestamp,
  timestampFromEpochMillis,
} from "@binnacle/contract";
import { parseArn } from "../../aws/aws-source.js";
import type { EcsOptions } from "./ecs.options.js";

/** Where an ECS service belongs in the catalog. */
export interface EcsPlace {
  service: string;
  environment: string;
}

/** `DeployedVersion` of a service that ECS runs. */
export interface EcsVersion extends DeployedVersion {
  account: string;
  region: string;
  cluster: string;
  taskDefinition: string;
  image?: string;
}

/** `InstanceInfo` of a task. */
export interface TaskInfo extends InstanceInfo {
  account: string;
  region: string;
  cluster: string;
  zone?: string;
  launchType?: string;
}

type PlaceOptions = Pick<EcsOptions, "environment" | "environmentTag" | "serviceTag">;

export function placeOf({ serviceName = "", tags, clusterArn }: Service, options: PlaceOptions): EcsPlace {
  const tag = (name: string) => tags?.find(({ key }) => key === name)?.value || undefined;
  return {
    service: tag(options.serviceTag) ?? serviceName,
    environment: options.environment ?? tag(options.environmentTag) ?? lastPart(clusterArn),
  };
}

/** What runs of a service: the version, with every roll-out that ECS still remembers. `images` are those of its running tasks. */
export function mapService(
  ecsService: Service,
  place: EcsPlace,
  definitions: ReadonlyMap<string, TaskDefinition>,
  images: readonly ImageInUse[],
): CatalogRecord[] {
  const ofService = resource(service(place.service));
  const deployment = resource(serviceDeployment(place.service, place.environment), { parent: ofService });
  const deployments = ecsService.deployments ?? [];
  const current = deployments.find(({ status }) => status === "PRIMARY");
  const definition = definitions.get(current?.taskDefinition ?? ecsService.taskDefinition ?? "");
  const since = timeOf(current?.createdAt);
  const image = mainImage(definition, place.service);
  const { account = "", region = "" } = parseArn(ecsService.serviceArn) ?? {};
  const value: EcsVersion = {
    version: versionOf(definition, place.service),
    ...(since === undefined ? {} : { since }),
    ...(image === undefined ? {} : { image }),
    account,
    region,
    cluster: lastPart(ecsService.clusterArn),
    taskDefinition: lastPart(current?.taskDefinition ?? ecsService.taskDefinition),
    ...(images.length > 0 ? { images: [...images].toSorted(byContainer) } : {}),
  };
  return [
    ofService,
    deployment,
    reading(deployment, "DeployedVersion", value),
    ...deployments.flatMap((rollout) => rolloutEvent(deployment, rollout, definitions, place)),
  ];
}

/** Everything that is published of a task that runs. */
export function mapTask(
  task: Task,
  place: EcsPlace,
  definition: TaskDefinition | undefined,
  observedOn: Timestamp,
): CatalogRecord[] {
  const instance = serviceInstance(place.service, place.environment, lastPart(task.taskArn));
  const health = healthOf(task);
  const startedOn = timeOf(task.startedAt);
  const at = { collectedOn: observedOn };
  return [
    ...imagesOf(task).map(({ resourceType, resourceName }) => resource(resourceType, resourceName)),
    resource(instance, { parent: serviceDeployment(place.service, place.environment), observedOn }),
    reading(instance, "InstanceInfo", taskInfo(task, place, definition), at),
    reading(instance, "HealthCheck", health, at),
    reading(instance, "HealthCheckSample", health, { ...at, storageMode: "TIME_SERIES" }),
    ...eventOf(instance, startedOn, { event: "start", version: versionOf(definition, place.service) }),
  ];
}

/**
 * That a task stopped, told of its deployment: one that was never seen running would come into being by an event of its own.
 */
export function mapStop(task: Task, place: EcsPlace): CatalogRecord[] {
  const exitCodes = (task.containers ?? []).flatMap(({ name, exitCode }) =>
    name === undefined || exitCode === undefined ? [] : [[name, exitCode] as const],
  );
  return eventOf(serviceDeployment(place.service, place.environment), timeOf(task.stoppedAt), {
    event: "stop",
    instance: lastPart(task.taskArn),
    ...(task.stopCode ? { code: task.stopCode } : {}),
    ...(task.stoppedReason ? { reason: task.stoppedReason } : {}),
    ...(exitCodes.length > 0 ? { exitCodes: Object.fromEntries(exitCodes) } : {}),
  });
}

/** The images that a task's containers run, as the agent resolved them. */
export function imagesOf({ containers = [] }: Task): ImageInUse[] {
  return containers.flatMap(({ name, image, imageDigest }) => {
    const repository = parseImageReference(image ?? "")?.repository;
    if (image === undefined || name === undefined || !imageDigest || repository === undefined) return [];
    return [{ ...referenceTo(containerImage(repository, imageDigest)), image, container: name }];
  });
}

/** `service:orders`, for tasks that a service started. */
export function serviceNameOf({ group }: Task): string | undefined {
  return group?.startsWith("service:") ? group.slice("service:".length) : undefined;
}

/** What comes after the last slash of an ARN: the name of a cluster or service, the id of a task. */
export function lastPart(arn: string | undefined): string {
  return (arn ?? "").split("/").at(-1)!;
}

/** ECS looks at essential containers that have a health check; without one `UNKNOWN` is all that it can say. */
function healthOf({ lastStatus, healthStatus, containers = [] }: Task): HealthCheckResult {
  const checks = Object.fromEntries(
    containers
      .map((container) => [container.name ?? "", checkOf(container)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  const parts = containers.length > 0 ? { checks } : {};
  if (healthStatus === "UNHEALTHY") return { status: "down", message: "unhealthy", ...parts };
  if (lastStatus === "RUNNING") return { status: "up", ...parts };
  return { status: "degraded", message: (lastStatus ?? "unknown").toLowerCase(), ...parts };
}

function checkOf({ lastStatus, healthStatus, reason }: Container): { status: string; reason?: string } {
  const status = healthStatus && healthStatus !== "UNKNOWN" ? healthStatus : (lastStatus ?? "UNKNOWN");
  return { status: status.toLowerCase(), ...(reason ? { reason } : {}) };
}

function taskInfo(task: Task, place: EcsPlace, definition: TaskDefinition | undefined): TaskInfo {
  const { account = "", region = "" } = parseArn(task.taskArn) ?? {};
  const startedOn = timeOf(task.startedAt);
  const ip = task.containers?.flatMap(({ networkInterfaces }) => networkInterfaces ?? [])[0]?.privateIpv4Address;
  const images = imagesOf(task).toSorted(byContainer);
  return {
    version: versionOf(definition, place.service),
    ...(startedOn === undefined ? {} : { startedOn }),
    ...(task.containerInstanceArn ? { node: lastPart(task.containerInstanceArn) } : {}),
    ...(ip ? { ip } : {}),
    phase: task.lastStatus ?? "UNKNOWN",
    account,
    region,
    cluster: lastPart(task.clusterArn),
    ...(task.availabilityZone ? { zone: task.availabilityZone } : {}),
    ...(task.launchType ? { launchType: task.launchType } : {}),
    ...(images.length > 0 ? { images } : {}),
  };
}

function rolloutEvent(
  deployment: ResourceAddress,
  { createdAt, taskDefinition = "" }: Deployment,
  definitions: ReadonlyMap<string, TaskDefinition>,
  place: EcsPlace,
): CatalogRecord[] {
  return eventOf(deployment, timeOf(createdAt), {
    event: "deployment",
    version: versionOf(definitions.get(taskDefinition), place.service),
    taskDefinition: lastPart(taskDefinition),
  });
}

/** The tag of the main container's image, else its digest, else the revision of the task definition. */
function versionOf(definition: TaskDefinition | undefined, name: string): string {
  const { tag, digest } = parseImageReference(mainImage(definition, name) ?? "") ?? {};
  return tag ?? digest ?? (definition?.revision === undefined ? "unknown" : String(definition.revision));
}

/** The container called like the service, else the first essential one. */
function mainImage(definition: TaskDefinition | undefined, name: string): string | undefined {
  const containers = definition?.containerDefinitions ?? [];
  const named = containers.find((container) => container.name === name);
  return (named ?? containers.find(({ essential }) => essential) ?? containers[0])?.image;
}

function eventOf(of: ResourceAddress, collectedOn: Timestamp | undefined, value: object): CatalogRecord[] {
  return collectedOn === undefined
    ? []
    : [reading(of, "ServiceEvent", value, { storageMode: "TIME_SERIES", collectedOn })];
}

function byContainer(a: ImageInUse, b: ImageInUse): number {
  return `${a.container} ${a.resourceName}` < `${b.container} ${b.resourceName}` ? -1 : 1;
}

function timeOf(date: Date | undefined): Timestamp | undefined {
  return date && timestampFromEpochMillis(date.getTime());
}
