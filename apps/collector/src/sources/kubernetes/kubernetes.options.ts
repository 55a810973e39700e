import "reflect-metadata";
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsObject,
  IsOptional,
  IsString,
  Matches,
} from "class-validator";
import { IsDuration } from "../../options/is-duration.js";
import { IsIntBetween } from "../../options/is-int-between.js";
import { IsText } from "../../options/is-text.js";

const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** What the `kubernetes` source can be told. */
export class KubernetesOptions {
  /** A kubeconfig file; without it the service account of the pod, else `KUBECONFIG`, else `~/.kube/config`. */
  @IsOptional()
  @IsText()
  kubeconfig?: string;

  /** Which context of the kubeconfig; its current one without. */
  @IsOptional()
  @IsText()
  context?: string;

  /** A name for the cluster, published with every instance and version; none without. */
  @IsOptional()
  @IsText()
  cluster?: string;

  /** Only these namespaces, each asked for by itself, so that a Role in each is enough; the whole cluster without. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @Matches(NAMESPACE, { each: true, message: "$property must hold names of namespaces" })
  namespaces?: string[];

  /** Namespaces that are left out where the whole cluster is read. */
  @IsArray()
  @IsString({ each: true })
  excludeNamespaces: string[] = ["kube-system", "kube-public", "kube-node-lease"];

  /** Only objects with these labels, as in `kubectl get -l`. ReplicaSets and revisions bear those of their pods. */
  @IsOptional()
  @IsText()
  labelSelector?: string;

  /** The labels that tell the service, the first that is there; with none of them it is the workload's own name. */
  @IsArray()
  @IsString({ each: true })
  serviceLabels: string[] = ["app.kubernetes.io/name", "app", "argocd.argoproj.io/instance"];

  /** The label that tells the version; without it that is the tag of the image. */
  @IsText()
  versionLabel = "app.kubernetes.io/version";

  /** The environment of everything that is found. */
  @IsOptional()
  @IsText()
  environment?: string;

  /** The label that tells the environment; where it is missing the namespace does. */
  @IsOptional()
  @IsText()
  environmentLabel?: string;

  /** What the environment is called, by the namespace or the label's value: `orders-prod: production`. */
  @IsOptional()
  @IsObject()
  environmentNames?: Record<string, string>;

  /** Whether pods are watched between two lists, so that starts and stops appear at once. */
  @IsBoolean()
  watch = true;

  /** Objects asked for at a time. */
  @IsIntBetween(10, 5_000)
  pageSize = 500;

  /** How long one request may take. */
  @IsDuration()
  timeout = "30s";
}
