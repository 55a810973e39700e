import type { CollectContext } from "@binnacle/collector";
import { KubernetesApiError } from "./kubernetes-error.js";
import type { KubernetesClient } from "./kubernetes.client.js";
import type { ControllerRevision, KubernetesObject, Pod, ReplicaSet, WorkloadObject } from "./kubernetes.documents.js";
import { controllerOf, type Workload, type Workloads } from "./workloads.js";

const PLURALS: Readonly<Record<string, string>> = {
  Deployment: "deployments",
  StatefulSet: "statefulsets",
  DaemonSet: "daemonsets",
  ReplicaSet: "replicasets",
  ControllerRevision: "controllerrevisions",
};

/** The path of a collection: of one namespace, or of all of them. */
export function pathOf(group: "api/v1" | "apis/apps/v1", plural: string, namespace: string | undefined): string {
  return namespace === undefined ? `/${group}/${plural}` : `/${group}/namespaces/${namespace}/${plural}`;
}

/** Lists what keeps pods running; a kind that may not be read is warned of, and its pods speak for it. */
export async function readWorkloads(
  workloads: Workloads,
  client: KubernetesClient,
  order: {
    namespace: string | undefined;
    labelSelector: string | undefined;
    excluded: ReadonlySet<string>;
    context: CollectContext;
  },
): Promise<void> {
  const { namespace, labelSelector, excluded, context } = order;
  const each = async <T extends KubernetesObject>(kind: string, add: (object: T) => void): Promise<void> => {
    try {
      const path = pathOf("apis/apps/v1", PLURALS[kind]!, namespace);
      for await (const { items } of client.list<T>(path, labelSelector, context.signal)) {
        for (const item of items) if (!excluded.has(item.metadata?.namespace ?? "")) add(item);
      }
    } catch (error) {
      if (!(error instanceof KubernetesApiError) || error.status !== 403) throw error;
      context.warn(`${kind}s cannot be read`, error);
    }
  };
  for (const kind of ["Deployment", "StatefulSet", "DaemonSet"]) {
    await each<WorkloadObject>(kind, (object) => void workloads.addWorkload(kind, object));
  }
  await each<ReplicaSet>("ReplicaSet", (set) => void workloads.addReplicaSet(set));
  await each<ControllerRevision>("ControllerRevision", (revision) => workloads.addControllerRevision(revision));
}

/** The workload of a pod that came after the lists were read. */
export async function findWorkload(
  workloads: Workloads,
  client: KubernetesClient,
  pod: Pod,
  signal: AbortSignal,
): Promise<Workload> {
  const namespace = pod.metadata?.namespace;
  const read = async <T>(kind: string, name: string): Promise<T | undefined> => {
    try {
      const plural = PLURALS[kind];
      if (plural === undefined) return undefined;
      return await client.get<T>(`${pathOf("apis/apps/v1", plural, namespace)}/${name}`, signal);
    } catch (error) {
      if (error instanceof KubernetesApiError) return undefined;
      throw error;
    }
  };
  const owner = controllerOf(pod.metadata)!;
  if (owner.kind === "ReplicaSet") {
    const set = await read<ReplicaSet>(owner.kind, owner.name);
    if (!set) return workloads.adopt(pod);
    const above = controllerOf(set.metadata);
    if (above && !workloads.knows(above.uid)) {
      const object = await read<WorkloadObject>(above.kind, above.name);
      if (object) workloads.addWorkload(above.kind, object);
    }
    return workloads.addReplicaSet(set);
  }
  const object = await read<WorkloadObject>(owner.kind, owner.name);
  return object ? workloads.addWorkload(owner.kind, object) : workloads.adopt(pod);
}
