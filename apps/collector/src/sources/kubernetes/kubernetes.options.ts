import "reflect-metadata";
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
} from "class-validator";

const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const DURATION = /^[1-9]\d{0,5}(ms|s|m)$/;

/** What the `kubernetes` source can be told. */
export class KubernetesOptions {
  /** A kubeconfig file; without it the service account of the pod, else `KUBECONFIG`, else `~/.kube/config`. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  kubeconfig?: string;

  /** Which context of the kubeconfig; its current one without. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  context?: string;

  /** A name for the cluster, published with every instance and version; none without. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
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
  @IsString()
  @IsNotEmpty()
  labelSelector?: string;

  /** The labels that tell the service, the first that is there; with none of them it is the workload's own name. */
  @IsArray()
  @IsString({ each: true })
  serviceLabels: string[] = ["app.kubernetes.io/name", "app", "argocd.argoproj.io/instance"];

  /** The label that tells the version; without it that is the tag of the image. */
  @IsString()
  @IsNotEmpty()
  versionLabel = "app.kubernetes.io/version";

  /** The environment of everything that is found. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  environment?: string;

  /** The label that tells the environment; where it is missing the namespace does. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  environmentLabel?: string;

  /** What the environment is called, by the namespace or the label's value: `orders-prod: production`. */
  @IsOptional()
  @IsObject()
  environmentNames?: Record<string, string>;

  /** Whether pods are watched between two lists, so that starts and stops appear at once. */
  @IsBoolean()
  watch = true;

  /** Objects asked for at a time. */
  @IsInt()
  @Min(10)
  @Max(5_000)
  pageSize = 500;

  /** How long one request may take. */
  @Matches(DURATION, { message: "$property must be a duration such as 500ms or 30s" })
  timeout = "30s";
}
