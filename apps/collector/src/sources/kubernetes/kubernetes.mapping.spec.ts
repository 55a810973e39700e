import { describe, expect, it } from "@jest/globals";
import type { CatalogRecord } from "@binnacle/contract";
import { readShop, workloadsOf } from "./fixtures/shop.js";
import type { Pod } from "./kubernetes.documents.js";
import { departureEvents, imagesOf, mapDeployment, mapPod } from "./kubernetes.mapping.js";
import type { KubernetesOptions } from "./kubernetes.options.js";
import { healthOf } from "./pod-state.js";
import type { Workload } from "./workloads.js";

const NOW = "2026-05-04T09:00:00.000000Z";
const ORDERS = "registry.example.com/shop/orders";

describe("a pod", () => {
  it("is an instance of its service, with what Kubernetes knows of it", () => {
    const [crashing] = podsNamed("orders-web-7d9f4b6c58-q9m4d");
    const records = mapped(crashing!);
    expect(records[0]).toEqual({
      kind: "resource",
      type: "ServiceInstance",
      name: "orders/shop/orders-web-7d9f4b6c58-q9m4d",
      parent: { type: "ServiceDeployment", name: "orders/shop" },
      observedOn: NOW,
    });
    expect(valuesOf(records, "InstanceInfo")).toEqual([
      {
        version: "1.4.2",
        startedOn: "2026-05-04T08:00:02.000000Z",
        node: "node-b",
        ip: "10.42.2.9",
        restarts: 4,
        phase: "Running",
        namespace: "shop",
        workload: { kind: "Deployment", name: "orders-web" },
        images: [
          expect.objectContaining({ container: "envoy", image: "docker.io/envoyproxy/envoy:v1.31.2" }),
          {
            resourceType: "ContainerImage",
            resourceName: expect.stringMatching(/^registry\.example\.com\/shop\/orders@sha256:[0-9a-f]{64}$/),
            image: `${ORDERS}:1.4.2`,
            container: "orders",
          },
        ],
      },
    ]);
  });

  it("is down while a container crashes, and says which and why, with nothing in it that counts seconds", () => {
    const [crashing] = podsNamed("orders-web-7d9f4b6c58-q9m4d");
    const [check] = valuesOf(mapped(crashing!), "HealthCheck");
    expect(check).toEqual({
      status: "down",
      message: "orders: CrashLoopBackOff",
      checks: { envoy: { status: "ready" }, orders: { status: "not ready", reason: "CrashLoopBackOff" } },
    });
    crashing!.status!.containerStatuses![1]!.state!.waiting!.message = "back-off 2m40s restarting failed container";
    expect(valuesOf(mapped(crashing!), "HealthCheckSample")).toEqual([check]);
  });

  it("is up when ready, and degraded while it starts or ends", () => {
    const [pod] = podsNamed("ledger-0");
    expect(healthOf(pod!)).toMatchObject({ status: "up" });
    const ready = pod!.status!.conditions!.find(({ type }) => type === "Ready")!;
    Object.assign(ready, { status: "False", message: "containers with unready status: [ledger]" });
    expect(healthOf(pod!)).toMatchObject({ status: "degraded", message: "containers with unready status: [ledger]" });
    pod!.metadata!.deletionTimestamp = "2026-05-04T09:00:30Z";
    expect(healthOf(pod!)).toMatchObject({ status: "degraded", message: "terminating" });
    expect(valuesOf(mapped(pod!), "InstanceInfo")).toMatchObject([{ phase: "Terminating" }]);
  });

  it("is down while no node takes it", () => {
    const [pod] = podsNamed("ledger-0");
    pod!.status = {
      phase: "Pending",
      conditions: [
        { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/3 nodes are available" },
      ],
    };
    expect(healthOf(pod!)).toEqual({ status: "down", message: "Unschedulable" });
    expect(valuesOf(mapped(pod!), "InstanceInfo")).toEqual([
      expect.not.objectContaining({ startedOn: expect.anything(), images: expect.anything() }),
    ]);
  });

  it("tells starts and stops at the kubelet's times, the same rows whenever it is looked at", () => {
    const [crashing] = podsNamed("orders-web-7d9f4b6c58-q9m4d");
    const events = (observedOn: string) =>
      mapPod(crashing!, workloadOf(crashing!), observedOn).filter(
        (record) => record.kind === "reading" && record.type === "ServiceEvent",
      );
    expect(events(NOW)).toEqual(events("2026-05-05T09:00:00.000000Z"));
    expect(events(NOW).map((event) => event.kind === "reading" && [event.collectedOn, event.value])).toEqual([
      ["2026-05-04T08:00:10.000000Z", { event: "start", container: "envoy" }],
      ["2026-05-04T08:05:00.000000Z", { event: "start", container: "orders" }],
      ["2026-05-04T08:07:30.000000Z", { event: "stop", container: "orders", exitCode: 137, reason: "OOMKilled" }],
    ]);
  });

  it("has stopped when it is deleted, at the latest now", () => {
    const [pod] = podsNamed("ledger-0");
    const instance = { type: "ServiceInstance", name: "ledger/shop/ledger-0" };
    const stops = (now: string) =>
      departureEvents(pod!, instance, now).flatMap((record) =>
        record.kind === "reading" && (record.value as { event: string }).event === "stop" ? [record.collectedOn] : [],
      );
    pod!.metadata!.deletionTimestamp = "2026-05-04T09:00:30Z";
    expect(stops("2026-05-04T09:00:05.000000Z")).toEqual(["2026-05-04T09:00:05.000000Z"]);
    expect(stops("2026-05-04T09:01:00.000000Z")).toEqual(["2026-05-04T09:00:30.000000Z"]);
    pod!.status!.containerStatuses![0]!.state = {
      terminated: {
        exitCode: 0,
        startedAt: "2026-03-15T12:00:07Z",
        finishedAt: "2026-05-04T09:00:02Z",
        reason: "Completed",
      },
    };
    expect(stops("2026-05-04T09:01:00.000000Z")).toEqual(["2026-05-04T09:00:02.000000Z"]);
  });

  it.each([
    ["docker.io/library/nginx@sha256:DIGEST", "nginx:1.27", "docker.io/library/nginx@sha256:DIGEST"],
    ["docker-pullable://nginx@sha256:DIGEST", "nginx:1.27", "docker.io/library/nginx@sha256:DIGEST"],
    ["sha256:DIGEST", "registry.example.com/a:1", "registry.example.com/a@sha256:DIGEST"],
    ["", "nginx:1.27", undefined],
  ])("has the image of %s", (imageID, asked, expected) => {
    const [pod] = podsNamed("ledger-0");
    const fill = (text: string) => text.replace("DIGEST", "ab".repeat(32));
    pod!.spec!.containers[0]!.image = asked;
    pod!.status!.containerStatuses![0]!.imageID = fill(imageID);
    expect(imagesOf(pod!).map(({ resourceName }) => resourceName)).toEqual(expected ? [fill(expected)] : []);
  });
});

describe("a deployment", () => {
  it("has the version, time and image of the newest ReplicaSet, by the container that its annotation names", () => {
    expect(versionOf("orders-web")).toEqual({
      version: "1.4.2",
      since: "2026-05-04T08:00:00.000000Z",
      image: `${ORDERS}:1.4.2`,
      workloads: [
        {
          kind: "Deployment",
          namespace: "shop",
          name: "orders-web",
          version: "1.4.2",
          image: `${ORDERS}:1.4.2`,
          since: "2026-05-04T08:00:00.000000Z",
        },
      ],
    });
  });

  it("has the time of its controller revision where there is no ReplicaSet, and its version by label", () => {
    expect(versionOf("ledger")).toMatchObject({ version: "2.0.3", since: "2026-03-15T12:00:00.000000Z" });
    expect(versionOf("node-exporter")).toMatchObject({ version: "1.8.2", since: "2026-04-01T06:00:00.000000Z" });
  });

  it("tells every roll-out that the cluster remembers", () => {
    const workload = find("orders-web");
    const events = mapDeployment(workload.place, [workload], [], NOW).slice(1);
    expect(events.map((event) => event.kind === "reading" && [event.collectedOn, event.value])).toEqual([
      [
        "2026-04-20T10:30:00.000000Z",
        { event: "deployment", version: "1.4.1", workload: "Deployment orders-web", image: `${ORDERS}:1.4.1` },
      ],
      [
        "2026-05-04T08:00:00.000000Z",
        { event: "deployment", version: "1.4.2", workload: "Deployment orders-web", image: `${ORDERS}:1.4.2` },
      ],
    ]);
  });

  it("runs since the roll-back, not since the first time that the revision ran", () => {
    const shop = readShop();
    const [old] = shop.replicasets;
    Object.assign(old!.metadata!.annotations!, {
      "deployment.kubernetes.io/revision": "8",
      "deployment.kubernetes.io/revision-history": "6",
    });
    shop.deployments[0]!.spec!.template!.spec!.containers[0]!.image = `${ORDERS}:1.4.1`;
    Object.assign(shop.deployments[0]!.status!.conditions![1]!, { lastUpdateTime: "2026-05-04T08:30:00Z" });
    const workload = workloadsOf(shop)
      .all()
      .find(({ name }) => name === "orders-web")!;
    const [version, ...events] = mapDeployment(workload.place, [workload], [], NOW);
    expect(version).toMatchObject({ value: { version: "1.4.1", since: "2026-05-04T08:30:00.000000Z" } });
    expect(events.map((event) => event.kind === "reading" && event.collectedOn)).toEqual([
      "2026-05-04T08:00:00.000000Z",
      "2026-04-20T10:30:00.000000Z",
      "2026-05-04T08:30:00.000000Z",
    ]);
  });

  it("is shared by the workloads of one service, and named by the one that is called like it", () => {
    const shop = readShop();
    const worker = structuredClone(shop.deployments[0]!);
    Object.assign(worker.metadata!, { name: "orders", uid: "worker" });
    worker.spec!.template!.spec!.containers[0]!.image = `${ORDERS}:1.5.0`;
    shop.deployments.push(worker);
    const workloads = workloadsOf(shop)
      .all()
      .filter(({ place }) => place.service === "orders");
    const [version] = mapDeployment(workloads[0]!.place, workloads, [], NOW);
    expect(version).toMatchObject({
      value: { version: "1.5.0", workloads: [{ name: "orders", version: "1.5.0" }, { name: "orders-web" }] },
    });
  });
});

describe("the place of a workload", () => {
  const places = (options: Partial<KubernetesOptions>) =>
    workloadsOf(readShop(), options)
      .all()
      .map(({ place }) => `${place.service}/${place.environment}`);

  it("is told by labels and namespace, as the options say", () => {
    expect(places({})).toEqual(["orders/shop", "ledger/shop", "node-exporter/monitoring"]);
    expect(places({ environment: "production" })[2]).toBe("node-exporter/production");
    expect(places({ environmentNames: { shop: "production" } })[1]).toBe("ledger/production");
    expect(places({ environmentLabel: "app" })[1]).toBe("ledger/ledger");
    expect(places({ serviceLabels: [] })).toEqual(["orders-web/shop", "ledger/shop", "node-exporter/monitoring"]);
  });

  it("is that of the Argo Rollout whose ReplicaSet runs the pods", () => {
    const shop = readShop();
    shop.deployments = [];
    for (const set of shop.replicasets) Object.assign(set.metadata!.ownerReferences![0]!, { kind: "Rollout" });
    const rollout = workloadsOf(shop)
      .all()
      .find(({ kind }) => kind === "Rollout");
    expect(rollout).toMatchObject({ name: "orders-web", place: { service: "orders", environment: "shop" } });
    expect(rollout!.revisions.map(({ version }) => version)).toEqual(["1.4.1", "1.4.2"]);
  });
});

function podsNamed(name: string): Pod[] {
  return readShop().pods.filter(({ metadata }) => metadata!.name === name);
}

function workloadOf(pod: Pod): Workload {
  const owner = workloadsOf(readShop()).ownerOf(pod);
  if (!("workload" in owner)) throw new Error("no workload");
  return owner.workload;
}

function mapped(pod: Pod): CatalogRecord[] {
  return mapPod(pod, workloadOf(pod), NOW);
}

function find(name: string): Workload {
  return workloadsOf(readShop())
    .all()
    .find((workload) => workload.name === name)!;
}

function versionOf(name: string): unknown {
  const workload = find(name);
  const [version] = mapDeployment(workload.place, [workload], [], NOW);
  return version!.kind === "reading" && version!.value;
}

function valuesOf(records: CatalogRecord[], type: string): unknown[] {
  return records.flatMap((record) => (record.kind === "reading" && record.type === type ? [record.value] : []));
}
