import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const DEPLOYMENTS = 500;
const PODS_EACH = 10;

/** Answers as a cluster of 5,000 pods would, from memory: 500 Deployments, each with the ReplicaSet that runs now and the one before. */
export class ClusterApi {
  private readonly collections = new Map<string, string[]>();
  private readonly server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://cluster");
    const items = this.collections.get(pathname.split("/").at(-1)!);
    const start = Number(searchParams.get("continue") ?? 0);
    const end = start + Number(searchParams.get("limit") ?? 500);
    const next = items && end < items.length ? `,"continue":"${end}","remainingItemCount":${items.length - end}` : "";
    response.writeHead(items ? 200 : 404, { "content-type": "application/json" });
    response.end(
      `{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"1"${next}},"items":[${items?.slice(start, end).join(",") ?? ""}]}`,
    );
  });

  private constructor() {
    const numbers = Array.from({ length: DEPLOYMENTS }, (_, index) => index);
    this.add("deployments", numbers.map(deployment));
    this.add(
      "replicasets",
      numbers.flatMap((number) => [replicaSet(number, 1), replicaSet(number, 2)]),
    );
    this.add(
      "pods",
      numbers.flatMap((number) => Array.from({ length: PODS_EACH }, (_, index) => pod(number, index))),
    );
    for (const none of ["statefulsets", "daemonsets", "controllerrevisions"]) this.collections.set(none, []);
  }

  static async start(): Promise<ClusterApi> {
    const api = new ClusterApi();
    await new Promise<void>((resolve) => api.server.listen(0, "127.0.0.1", resolve));
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Every collection that a collector reads. */
  get paths(): string[] {
    return [...this.collections.keys()].map((name) => (name === "pods" ? "/api/v1/pods" : `/apis/apps/v1/${name}`));
  }

  get kubeconfig(): string {
    return JSON.stringify({
      "current-context": "bench",
      clusters: [{ name: "bench", cluster: { server: this.url, "insecure-skip-tls-verify": true } }],
      users: [{ name: "bench", user: { token: "bench" } }],
      contexts: [{ name: "bench", context: { cluster: "bench", user: "bench" } }],
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private add(name: string, objects: object[]): void {
    this.collections.set(
      name,
      objects.map((object) => JSON.stringify(object)),
    );
  }
}

const serviceOf = (number: number): string => `service-${number}`;
const hashOf = (number: number, revision: number): string => `${(0x5f000000 + number * 2 + revision).toString(16)}`;
const digestOf = (number: number): string => number.toString(16).padStart(64, "0");

function metadata(
  name: string,
  kind: string,
  number: number,
  owner?: { kind: string; name: string; uid: string },
): object {
  return {
    name,
    namespace: `team-${number % 20}`,
    uid: `${kind}-${name}`,
    resourceVersion: "1",
    creationTimestamp: "2026-05-04T08:00:00Z",
    ...(owner ? { ownerReferences: [{ apiVersion: "apps/v1", ...owner, controller: true }] } : {}),
    // A third of a list is who set which field.
    managedFields: ["kubectl", "kube-controller-manager", "kubelet"].map((manager) => ({
      manager,
      operation: "Update",
      apiVersion: "v1",
      time: "2026-05-04T08:00:00Z",
      fieldsType: "FieldsV1",
      fieldsV1: Object.fromEntries(
        Array.from({ length: 12 }, (_, index) => [`f:field${index}`, { "f:value": {}, ".": {} }]),
      ),
    })),
  };
}

function template(number: number, revision: number): { metadata: object; spec: object } {
  const labels = { "app.kubernetes.io/name": serviceOf(number), "pod-template-hash": hashOf(number, revision) };
  const container = (name: string, image: string): object => ({
    name,
    image,
    ports: [{ containerPort: 8080, protocol: "TCP" }],
    env: Array.from({ length: 20 }, (_, index) => ({ name: `SETTING_${index}`, value: `value of setting ${index}` })),
    resources: { limits: { cpu: "1", memory: "512Mi" }, requests: { cpu: "250m", memory: "256Mi" } },
    readinessProbe: {
      httpGet: { path: "/readyz", port: 8080, scheme: "HTTP" },
      periodSeconds: 10,
      failureThreshold: 3,
    },
    volumeMounts: [{ name: "config", mountPath: "/etc/service", readOnly: true }],
  });
  return {
    metadata: { labels },
    spec: {
      containers: [
        container(serviceOf(number), `registry.example.com/${serviceOf(number)}:1.${revision}.0`),
        container("envoy", "docker.io/envoyproxy/envoy:v1.31.2"),
      ],
      volumes: [{ name: "config", configMap: { name: serviceOf(number), defaultMode: 420 } }],
    },
  };
}

function deployment(number: number): object {
  const labels = { "app.kubernetes.io/name": serviceOf(number) };
  return {
    metadata: { ...metadata(serviceOf(number), "deployment", number), labels },
    spec: { replicas: PODS_EACH, selector: { matchLabels: labels }, template: template(number, 2) },
    status: { replicas: PODS_EACH, readyReplicas: PODS_EACH, conditions: [] },
  };
}

function replicaSet(number: number, revision: number): object {
  const name = `${serviceOf(number)}-${hashOf(number, revision)}`;
  const owner = { kind: "Deployment", name: serviceOf(number), uid: `deployment-${serviceOf(number)}` };
  const { labels } = template(number, revision).metadata as { labels: object };
  return {
    metadata: {
      ...metadata(name, "replicaset", number, owner),
      labels,
      annotations: { "deployment.kubernetes.io/revision": String(revision) },
    },
    spec: { replicas: revision === 2 ? PODS_EACH : 0, template: template(number, revision) },
    status: { replicas: revision === 2 ? PODS_EACH : 0 },
  };
}

function pod(number: number, index: number): object {
  const set = `${serviceOf(number)}-${hashOf(number, 2)}`;
  const { metadata: labelled, spec } = template(number, 2);
  const owner = { kind: "ReplicaSet", name: set, uid: `replicaset-${set}` };
  const status = (name: string, image: string, digest: string): object => ({
    name,
    image,
    imageID: `${image.replace(/:[^:/]+$/, "")}@sha256:${digest}`,
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: "2026-05-04T08:00:10Z" } },
    lastState: {},
  });
  return {
    metadata: { ...metadata(`${set}-${index.toString(36).padStart(5, "x")}`, "pod", number, owner), ...labelled },
    spec: { ...spec, nodeName: `node-${index}` },
    status: {
      phase: "Running",
      podIP: `10.${number >> 8}.${number & 255}.${index}`,
      startTime: "2026-05-04T08:00:00Z",
      conditions: ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type) => ({ type, status: "True" })),
      containerStatuses: [
        status("envoy", "docker.io/envoyproxy/envoy:v1.31.2", digestOf(0)),
        status(serviceOf(number), `registry.example.com/${serviceOf(number)}:1.2.0`, digestOf(number + 1)),
      ],
    },
  };
}
