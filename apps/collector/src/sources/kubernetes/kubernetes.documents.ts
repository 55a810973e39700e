import type {
  V1ContainerStatus,
  V1ControllerRevision,
  V1DaemonSet,
  V1Deployment,
  V1ObjectMeta,
  V1Pod,
  V1PodTemplateSpec,
  V1ReplicaSet,
  V1StatefulSet,
} from "@kubernetes/client-node";

/** A type of the client library as it travels: times are text. The library's own reading would make a `Date` of each and drop digits. */
type AsSent<T> = T extends Date
  ? string
  : T extends (infer I)[]
    ? AsSent<I>[]
    : T extends object
      ? { [K in keyof T]: AsSent<T[K]> }
      : T;

export type ObjectMeta = AsSent<V1ObjectMeta>;
export type WorkloadObject = AsSent<V1Deployment> | AsSent<V1StatefulSet> | AsSent<V1DaemonSet>;
export type DeploymentObject = AsSent<V1Deployment>;
export type ReplicaSet = AsSent<V1ReplicaSet>;
export type ControllerRevision = AsSent<V1ControllerRevision>;
export type Pod = AsSent<V1Pod>;
export type PodTemplate = AsSent<V1PodTemplateSpec>;
export type ContainerStatus = AsSent<V1ContainerStatus>;

export interface KubernetesObject {
  metadata?: ObjectMeta;
}

/** `Status`, which the API server answers instead of what was asked for. */
export interface Status {
  kind: "Status";
  code?: number;
  reason?: string;
  message?: string;
  details?: { retryAfterSeconds?: number };
}

export interface ObjectList<T> {
  metadata?: { resourceVersion?: string; continue?: string };
  items: T[];
}

/** One line of a watch; of `BOOKMARK` only the resource version counts. */
export type WatchEvent<T> =
  | { type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK"; object: T }
  | { type: "ERROR"; object: Status };
