import { type CollectContext, removal, resource } from "@binnacle/collector";
import type { CatalogRecord, ImageInUse } from "@binnacle/contract";
import { KubernetesApiError } from "./kubernetes-error.js";
import type { KubernetesClient } from "./kubernetes.client.js";
import type { Pod } from "./kubernetes.documents.js";
import {
  departureEvents,
  imagesOf,
  isCurrent,
  mapDeployment,
  mapPod,
  placeRecords,
  podAddress,
} from "./kubernetes.mapping.js";
import type { KubernetesOptions } from "./kubernetes.options.js";
import { mergeIterables } from "../../watching/merge-iterables.js";
import { PublishedInstances } from "../../watching/published-instances.js";
import type { Place } from "./place.js";
import { isFinished } from "./pod-state.js";
import { findWorkload, pathOf, readWorkloads } from "./read-workloads.js";
import { type PodChange, watchPods } from "./watch-pods.js";
import { type Workload, Workloads } from "./workloads.js";

/** One run: what it has learned of the cluster so far, and what it has published. */
export class KubernetesRun {
  private readonly workloads: Workloads;
  private readonly pods = new PublishedInstances();
  /** Services, deployments and images, which many pods share. */
  private readonly shared = new Set<string>();
  /** By the deployment that they run in. */
  private readonly images = new Map<string, Map<string, ImageInUse>>();
  private readonly scopes: { namespace: string | undefined; resourceVersion: string }[];
  private readonly excluded: ReadonlySet<string>;

  constructor(
    private readonly client: KubernetesClient,
    private readonly options: KubernetesOptions,
    private readonly context: CollectContext,
  ) {
    const namespaces = options.namespaces?.length ? options.namespaces : [undefined];
    this.workloads = new Workloads(options);
    this.scopes = namespaces.map((namespace) => ({ namespace, resourceVersion: "" }));
    this.excluded = new Set(options.namespaces?.length ? [] : options.excludeNamespaces);
  }

  /** All that there is. */
  async *list(): AsyncGenerator<CatalogRecord> {
    const { client, context, excluded } = this;
    const { labelSelector, cluster } = this.options;
    for (const { namespace } of this.scopes) {
      await readWorkloads(this.workloads, client, { namespace, labelSelector, excluded, context });
    }
    for (const { place } of this.workloads.all()) yield* this.once(placeRecords(place));
    let pods = 0;
    for (const scope of this.scopes) {
      const path = pathOf("api/v1", "pods", scope.namespace);
      for await (const page of client.list<Pod>(path, labelSelector, context.signal)) {
        scope.resourceVersion = page.resourceVersion;
        context.progress((pods += page.items.length));
        for (const pod of page.items) yield* this.onPod(pod);
      }
    }
    for (const [key, workloads] of Map.groupBy(this.workloads.all(), ({ place }) => keyOf(place))) {
      const images = [...(this.images.get(key)?.values() ?? [])].toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
      yield* mapDeployment(workloads[0]!.place, workloads, images, context.now(), cluster);
    }
  }

  /** What happens to pods until then. */
  async *watch(until: number): AsyncGenerator<CatalogRecord> {
    const { client, context } = this;
    const { labelSelector } = this.options;
    const { logger } = context;
    const ended = new AbortController();
    const signal = AbortSignal.any([context.signal, ended.signal]);
    const watches = this.scopes.map(({ namespace, resourceVersion }) => {
      const path = pathOf("api/v1", "pods", namespace);
      const changes = watchPods({ client, path, labelSelector, resourceVersion, until, signal, logger });
      return inNamespace(changes, namespace);
    });
    try {
      for await (const { change, namespace } of mergeIterables(watches)) yield* this.onChange(change, namespace);
    } catch (error) {
      if (!(error instanceof KubernetesApiError)) throw error;
      context.warn("pods cannot be watched", error);
    } finally {
      ended.abort();
    }
  }

  private async *onChange(change: PodChange, namespace: string | undefined): AsyncGenerator<CatalogRecord> {
    if (change.type === "there") yield* this.onPod(change.pod);
    else if (change.type === "gone") yield* this.onDeparture(change.pod.metadata?.uid ?? "", change.pod);
    else {
      const missing = this.pods.uids(namespace).filter((uid) => !change.uids.has(uid));
      for (const uid of missing) yield* this.onDeparture(uid);
    }
  }

  private async *onPod(pod: Pod): AsyncGenerator<CatalogRecord> {
    const uid = pod.metadata?.uid ?? "";
    if (this.excluded.has(pod.metadata?.namespace ?? "")) return;
    if (isFinished(pod)) {
      yield* this.onDeparture(uid, pod);
      return;
    }
    const owner = this.workloads.ownerOf(pod);
    if ("ignored" in owner) return;
    const workload =
      "workload" in owner ? owner.workload : await findWorkload(this.workloads, this.client, pod, this.context.signal);
    yield* this.once(placeRecords(workload.place));
    yield* this.once(this.imageRecords(pod, workload));
    const records = mapPod(pod, workload, this.context.now(), this.options.cluster);
    yield* this.pods.news({ uid, group: pod.metadata?.namespace }, podAddress(pod, workload), records);
  }

  /** Of a pod that was never published nothing is said: an event would bring an instance into being that was gone before. */
  private *onDeparture(uid: string, pod?: Pod): Generator<CatalogRecord> {
    const address = this.pods.address(uid);
    if (!address) return;
    const now = this.context.now();
    if (pod) yield* this.pods.unsaid(uid, departureEvents(pod, address, now));
    if (!this.pods.isReplaced(uid)) yield removal(address, { removedOn: now });
    this.pods.forget(uid);
  }

  private imageRecords(pod: Pod, workload: Workload): CatalogRecord[] {
    const images = imagesOf(pod);
    if (isCurrent(pod, workload)) {
      const key = keyOf(workload.place);
      const ofPlace = this.images.get(key) ?? new Map<string, ImageInUse>();
      for (const image of images) ofPlace.set(order(image), image);
      this.images.set(key, ofPlace);
    }
    return images.map(({ resourceType, resourceName }) => resource(resourceType, resourceName));
  }

  private *once(records: readonly CatalogRecord[]): Generator<CatalogRecord> {
    for (const record of records) {
      const key = record.kind === "resource" ? `${record.type}\n${record.name}` : "";
      if (this.shared.has(key)) continue;
      this.shared.add(key);
      yield record;
    }
  }
}

async function* inNamespace(changes: AsyncIterable<PodChange>, namespace: string | undefined) {
  for await (const change of changes) yield { change, namespace };
}

function keyOf({ service, environment }: Place): string {
  return `${service}\n${environment}`;
}

function order({ container = "", resourceName }: ImageInUse): string {
  return `${container}\n${resourceName}`;
}
