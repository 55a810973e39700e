import { parseImageReference, parseTimestamp, type Timestamp } from "@binnacle/contract";
import type { ControllerRevision, ObjectMeta, PodTemplate, ReplicaSet } from "./kubernetes.documents.js";

/** What a workload ran, or runs, since when. */
export interface Revision {
  /** Rises with every change; a rollback brings the old one back under a new number. */
  number: number;
  /** What its pods bear as `pod-template-hash` or `controller-revision-hash`. */
  hash: string | undefined;
  since: Timestamp | undefined;
  /** It ran before, and `since` tells the first time. */
  isRollback: boolean;
  version: string;
  /** Of the container that the version is of. */
  image: string;
}

/** A revision of a Deployment, or of an Argo Rollout, which number them the same way. */
export function revisionOfReplicaSet({ metadata, spec }: ReplicaSet, name: string, versionLabel: string): Revision {
  const annotations = metadata?.annotations ?? {};
  const number = annotations["deployment.kubernetes.io/revision"] ?? annotations["rollout.argoproj.io/revision"];
  return {
    number: Number(number ?? 0),
    hash: metadata?.labels?.["pod-template-hash"] ?? metadata?.labels?.["rollouts-pod-template-hash"],
    since: timeOf(metadata?.creationTimestamp),
    isRollback: annotations["deployment.kubernetes.io/revision-history"] !== undefined,
    ...versionOf(spec?.template, name, versionLabel),
  };
}

/** A revision of a StatefulSet or a DaemonSet. */
export function revisionOfController(
  { metadata, revision, data }: ControllerRevision,
  name: string,
  versionLabel: string,
): Revision {
  const template = (data as { spec?: { template?: PodTemplate } } | undefined)?.spec?.template;
  return {
    number: revision,
    hash: hashOfController(metadata),
    since: timeOf(metadata?.creationTimestamp),
    isRollback: false,
    ...versionOf(template, name, versionLabel),
  };
}

/** The version that a pod template names: by its label, else by the tag of its main container's image, else by the digest. */
export function versionOf(
  template: PodTemplate | undefined,
  name: string,
  versionLabel: string,
): { version: string; image: string } {
  const containers = template?.spec?.containers ?? [];
  const chosen = template?.metadata?.annotations?.["kubectl.kubernetes.io/default-container"] ?? name;
  const image = (containers.find((container) => container.name === chosen) ?? containers[0])?.image ?? "";
  const { tag, digest } = parseImageReference(image) ?? {};
  return { version: template?.metadata?.labels?.[versionLabel] ?? tag ?? digest ?? "latest", image };
}

/** As the catalog writes it; `undefined` for what is no time. */
export function timeOf(text: string | undefined): Timestamp | undefined {
  return text === undefined ? undefined : parseTimestamp(text);
}

/** A StatefulSet's pods bear the name of the revision, a DaemonSet's pods only the hash at its end, which the revision has as a label. */
function hashOfController(metadata: ObjectMeta | undefined): string | undefined {
  const owner = metadata?.ownerReferences?.find(({ controller }) => controller);
  const hash = metadata?.labels?.["controller-revision-hash"] ?? metadata?.labels?.["controller.kubernetes.io/hash"];
  return owner?.kind === "DaemonSet" ? hash : metadata?.name;
}
