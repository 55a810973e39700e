import type { Timestamp } from "@binnacle/contract";
import type {
  ControllerRevision,
  DeploymentObject,
  ObjectMeta,
  Pod,
  PodTemplate,
  ReplicaSet,
  WorkloadObject,
} from "./kubernetes.documents.js";
import type { KubernetesOptions } from "./kubernetes.options.js";
import { placeOf, type Place } from "./place.js";
import { type Revision, revisionOfController, revisionOfReplicaSet, timeOf, versionOf } from "./revision.js";

/** Something that keeps pods running: a Deployment, a StatefulSet, a DaemonSet, an Argo Rollout, or a pod by itself. */
export interface Workload {
  kind: string;
  namespace: string;
  name: string;
  place: Place;
  /** Ascending. */
  revisions: Revision[];
  /** Without any revision there is only what it is to run. */
  wanted: { version: string; image: string };
  /** When its newest roll-out was done, by its own account. */
  rolledOutOn?: Timestamp | undefined;
}

/** Who started a pod, as far as that is known. */
export type PodOwner =
  | { workload: Workload }
  | { unknown: { kind: string; name: string; uid: string } }
  | { ignored: true };

/** What is started once and ends is no instance of a service; and the kubelet's own pods are no workload. */
const IGNORED_OWNERS = new Set(["Job", "Node"]);

/** The workloads of a cluster, with their revisions, and whose each pod is. */
export class Workloads {
  private readonly byUid = new Map<string, Workload>();
  /** By the ReplicaSet's uid. */
  private readonly ownerOfSet = new Map<string, Workload>();

  constructor(private readonly options: KubernetesOptions) {}

  knows(uid: string): boolean {
    return this.byUid.has(uid) || this.ownerOfSet.has(uid);
  }

  all(): Workload[] {
    return [...new Set([...this.byUid.values(), ...this.ownerOfSet.values()])];
  }

  addWorkload(kind: string, object: WorkloadObject): Workload {
    const { metadata, spec } = object;
    const workload = this.describe(kind, metadata, metadata?.name ?? "", spec?.template);
    if (kind === "Deployment") workload.rolledOutOn = rolledOutOn(object as DeploymentObject);
    this.byUid.set(metadata?.uid ?? "", workload);
    return workload;
  }

  /** A ReplicaSet of somebody unknown (an Argo Rollout, or nobody) stands for a workload of its own. */
  addReplicaSet(set: ReplicaSet): Workload {
    const { metadata, spec } = set;
    const owner = controllerOf(metadata);
    const uid = owner?.uid ?? metadata?.uid ?? "";
    const workload =
      this.byUid.get(uid) ??
      this.describe(owner?.kind ?? "ReplicaSet", metadata, owner?.name ?? metadata?.name ?? "", spec?.template);
    this.byUid.set(uid, workload);
    this.ownerOfSet.set(metadata?.uid ?? "", workload);
    insertRevision(workload, revisionOfReplicaSet(set, workload.name, this.options.versionLabel));
    return workload;
  }

  addControllerRevision(revision: ControllerRevision): void {
    const workload = this.byUid.get(controllerOf(revision.metadata)?.uid ?? "");
    if (!workload) return;
    insertRevision(workload, revisionOfController(revision, workload.name, this.options.versionLabel));
  }

  /** Takes a pod's word for a workload that cannot be read. */
  adopt({ metadata, spec }: Pod): Workload {
    const owner = controllerOf(metadata)!;
    const hash = metadata?.labels?.["pod-template-hash"];
    const isOfDeployment = owner.kind === "ReplicaSet" && hash !== undefined && owner.name.endsWith(`-${hash}`);
    const name = isOfDeployment ? owner.name.slice(0, -hash.length - 1) : owner.name;
    const kind = isOfDeployment ? "Deployment" : owner.kind;
    const workload = this.describe(kind, metadata, name, { metadata, spec } as PodTemplate);
    this.byUid.set(owner.uid, workload);
    return workload;
  }

  ownerOf({ metadata, spec }: Pod): PodOwner {
    const owner = controllerOf(metadata);
    if (!owner) {
      const workload = this.describe("Pod", metadata, metadata?.name ?? "", { metadata, spec } as PodTemplate);
      return { workload };
    }
    if (IGNORED_OWNERS.has(owner.kind)) return { ignored: true };
    const workload = this.ownerOfSet.get(owner.uid) ?? this.byUid.get(owner.uid);
    return workload ? { workload } : { unknown: owner };
  }

  private describe(
    kind: string,
    metadata: ObjectMeta | undefined,
    name: string,
    template: PodTemplate | undefined,
  ): Workload {
    const namespace = metadata?.namespace ?? "default";
    const { versionLabel } = this.options;
    const wanted = versionOf(template, name, versionLabel);
    const ownVersion = metadata?.labels?.[versionLabel];
    const place = placeOf(name, namespace, [metadata?.labels, template?.metadata?.labels], this.options);
    const saysVersion = template?.metadata?.labels?.[versionLabel] !== undefined;
    const version = saysVersion ? wanted.version : (ownVersion ?? wanted.version);
    return { kind, namespace, name, place, revisions: [], wanted: { ...wanted, version } };
  }
}

/** What it runs now, and since when. */
export function currentOf({ revisions, wanted, rolledOutOn }: Workload): {
  version: string;
  image: string;
  since: Timestamp | undefined;
  hash: string | undefined;
} {
  const newest = revisions.at(-1);
  // What the template says holds for the newest revision too, and may say more: the version may be a label of the workload only.
  if (!newest) return { ...wanted, since: undefined, hash: undefined };
  const since = newest.isRollback ? (rolledOutOn ?? newest.since) : newest.since;
  return { ...(newest.image === wanted.image ? wanted : newest), since, hash: newest.hash };
}

export function controllerOf(metadata: ObjectMeta | undefined) {
  return metadata?.ownerReferences?.find(({ controller }) => controller);
}

function insertRevision(workload: Workload, revision: Revision): void {
  workload.revisions = [...workload.revisions.filter(({ number }) => number !== revision.number), revision].toSorted(
    (a, b) => a.number - b.number,
  );
}

/** `Progressing` says so once all pods are new, and is left alone until the next roll-out. */
function rolledOutOn({ status }: DeploymentObject): Timestamp | undefined {
  const done = status?.conditions?.find(
    ({ type, reason }) => type === "Progressing" && reason === "NewReplicaSetAvailable",
  );
  return timeOf(done?.lastUpdateTime);
}
