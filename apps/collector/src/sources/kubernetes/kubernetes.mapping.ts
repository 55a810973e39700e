import { reading, resource } from "@binnacle/collector";
import {
  addMicros,
  type CatalogRecord,
  containerImage,
  type DeployedVersion,
  type ImageInUse,
  type InstanceInfo,
  parseImageReference,
  referenceTo,
  type ResourceAddress,
  type ResourceRecord,
  service,
  serviceDeployment,
  serviceInstance,
  type Timestamp,
} from "@binnacle/contract";
import type { ContainerStatus, Pod } from "./kubernetes.documents.js";
import type { Place } from "./place.js";
import { healthOf, phaseOf } from "./pod-state.js";
import { timeOf } from "./revision.js";
import { currentOf, type Workload } from "./workloads.js";

/** `DeployedVersion` of a deployment that Kubernetes runs. */
export interface KubernetesVersion extends DeployedVersion {
  image: string;
  cluster?: string;
  /** Every workload that belongs to the deployment; the version is that of the one named as the service, else of the first. */
  workloads: { kind: string; namespace: string; name: string; version: string; image: string; since?: Timestamp }[];
}

/** `InstanceInfo` of a pod. */
export interface PodInfo extends InstanceInfo {
  cluster?: string;
  namespace: string;
  workload: { kind: string; name: string };
}

/** The Service and the ServiceDeployment of a place. */
export function placeRecords({ service: name, environment }: Place): ResourceRecord[] {
  const ofService = resource(service(name));
  return [ofService, resource(serviceDeployment(name, environment), { parent: ofService })];
}

export function podAddress({ metadata }: Pod, { place }: Workload): ResourceAddress {
  return serviceInstance(place.service, place.environment, metadata?.name ?? "");
}

/** Everything that is published of one pod, its service and deployment apart. */
export function mapPod(pod: Pod, workload: Workload, observedOn: Timestamp, cluster?: string): CatalogRecord[] {
  const { service: name, environment } = workload.place;
  const instance = podAddress(pod, workload);
  const health = healthOf(pod);
  return [
    resource(instance, { parent: serviceDeployment(name, environment), observedOn }),
    reading(instance, "InstanceInfo", podInfo(pod, workload, cluster), { collectedOn: observedOn }),
    reading(instance, "HealthCheck", health, { collectedOn: observedOn }),
    reading(instance, "HealthCheckSample", health, { storageMode: "TIME_SERIES", collectedOn: observedOn }),
    ...podEvents(pod, instance),
  ];
}

function podInfo(pod: Pod, workload: Workload, cluster: string | undefined): PodInfo {
  const { metadata, spec, status } = pod;
  const containers = status?.containerStatuses ?? [];
  const startedOn = timeOf(status?.startTime);
  const images = imagesOf(pod);
  return {
    version: versionOfPod(pod, workload),
    ...(startedOn === undefined ? {} : { startedOn }),
    ...(spec?.nodeName ? { node: spec.nodeName } : {}),
    ...(status?.podIP ? { ip: status.podIP } : {}),
    restarts: containers.reduce((sum, { restartCount }) => sum + restartCount, 0),
    phase: phaseOf(pod),
    ...(cluster === undefined ? {} : { cluster }),
    namespace: metadata?.namespace ?? "default",
    workload: { kind: workload.kind, name: workload.name },
    ...(images.length > 0 ? { images } : {}),
  };
}

/** During a roll-out pods of two revisions run side by side. */
function versionOfPod({ metadata }: Pod, workload: Workload): string {
  const hash = hashOfPod(metadata?.labels);
  return workload.revisions.find((revision) => revision.hash === hash)?.version ?? currentOf(workload).version;
}

/** Whether a pod runs what its workload is to run now. */
export function isCurrent({ metadata }: Pod, workload: Workload): boolean {
  const { hash } = currentOf(workload);
  return hash === undefined || hash === hashOfPod(metadata?.labels);
}

function hashOfPod(labels: Record<string, string> = {}): string | undefined {
  return labels["pod-template-hash"] ?? labels["rollouts-pod-template-hash"] ?? labels["controller-revision-hash"];
}

/** The images that its containers really run, as the container runtime resolved their tags. */
export function imagesOf({ spec, status }: Pod): ImageInUse[] {
  const asked = new Map(spec?.containers.map(({ name, image }) => [name, image ?? ""]));
  return (status?.containerStatuses ?? [])
    .flatMap(({ name, image, imageID }) => {
      // Docker's shim wrote `docker-pullable://nginx@sha256:…`; a bare digest names no repository, and then the image's own name does.
      const id = imageID.replace(/^docker(-pullable)?:\/\//, "");
      const { digest } = parseImageReference(id) ?? parseImageReference(`x@${id}`) ?? {};
      const repository =
        parseImageReference(id)?.repository ?? parseImageReference(asked.get(name) ?? image)?.repository;
      if (digest === undefined || repository === undefined) return [];
      return [{ ...referenceTo(containerImage(repository, digest)), image: asked.get(name) ?? image, container: name }];
    })
    .toSorted((a, b) => (a.container < b.container ? -1 : 1));
}

/** Starts and stops of its containers, at the times that the kubelet noted: however often they are seen, they are the same rows. */
export function podEvents(pod: Pod, instance: ResourceAddress): CatalogRecord[] {
  return (pod.status?.containerStatuses ?? []).flatMap((container) => containerEvents(container, instance));
}

function containerEvents({ name: container, state, lastState }: ContainerStatus, instance: ResourceAddress) {
  const ended = [lastState?.terminated, state?.terminated].filter((terminated) => terminated !== undefined);
  const starts = [...ended.map(({ startedAt }) => startedAt), state?.running?.startedAt];
  return [
    ...starts.flatMap((on) => eventOf(instance, on, { event: "start", container })),
    ...ended.flatMap(({ finishedAt, exitCode, reason, signal }) =>
      eventOf(instance, finishedAt, {
        event: "stop",
        container,
        exitCode,
        ...(reason ? { reason } : {}),
        ...(signal ? { signal } : {}),
      }),
    ),
  ];
}

/** What a pod that is gone leaves behind: the stops of its containers, or of itself where the kubelet could not tell any more. */
export function departureEvents(pod: Pod, instance: ResourceAddress, now: Timestamp): CatalogRecord[] {
  const events = podEvents(pod, instance);
  const hasRunning = pod.status?.containerStatuses?.some(({ state }) => state?.running);
  if (!hasRunning) return events;
  const announced = timeOf(pod.metadata?.deletionTimestamp) ?? now;
  // It is announced for the end of the grace period, which a pod need not use up.
  return [...events, ...eventOf(instance, announced < now ? announced : now, { event: "stop", reason: "Deleted" })];
}

/** The kubelet writes the year 1 or 1970 for what it does not know. */
function eventOf(instance: ResourceAddress, time: string | undefined, value: object): CatalogRecord[] {
  const collectedOn = timeOf(time);
  if (collectedOn === undefined || collectedOn < "1971") return [];
  return [reading(instance, "ServiceEvent", value, { storageMode: "TIME_SERIES", collectedOn })];
}

/** What runs in one place: the version, and every roll-out that the cluster still remembers. */
export function mapDeployment(
  place: Place,
  workloads: readonly Workload[],
  images: readonly ImageInUse[],
  now: Timestamp,
  cluster?: string,
): CatalogRecord[] {
  const deployment = serviceDeployment(place.service, place.environment);
  const sorted = workloads.toSorted((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));
  const main = sorted.find(({ name }) => name === place.service) ?? sorted[0]!;
  const { version, since, image } = currentOf(main);
  const value: KubernetesVersion = {
    version,
    ...(since === undefined ? {} : { since }),
    image,
    ...(cluster === undefined ? {} : { cluster }),
    ...(images.length > 0 ? { images: [...images] } : {}),
    workloads: sorted.map((workload) => {
      const { kind, namespace, name } = workload;
      const current = currentOf(workload);
      const from = current.since === undefined ? {} : { since: current.since };
      return { kind, namespace, name, version: current.version, image: current.image, ...from };
    }),
  };
  return [
    reading(deployment, "DeployedVersion", value),
    ...sorted.flatMap((workload) => rollouts(workload, deployment, now)),
  ];
}

function rollouts(workload: Workload, deployment: ResourceAddress, now: Timestamp): CatalogRecord[] {
  const { kind, name, revisions, rolledOutOn } = workload;
  const latest = addMicros(now, 4 * 60 * 1_000_000);
  return revisions.flatMap((revision, index) => {
    // As its own template says, which does not change when the next revision comes: the row stays the same.
    const { version, image } = revision;
    const value = { event: "deployment", version, workload: `${kind} ${name}`, image };
    // Of a rollback the first time is told as well: the revision was deployed twice.
    const again = revision.isRollback && rolledOutOn !== undefined && index === revisions.length - 1;
    const times = [revision.since, ...(again ? [rolledOutOn] : [])];
    return times.flatMap((time) => (time !== undefined && time <= latest ? eventOf(deployment, time, value) : []));
  });
}

function orderKey({ kind, namespace, name }: Workload): string {
  return `${name}\n${namespace}\n${kind}`;
}
