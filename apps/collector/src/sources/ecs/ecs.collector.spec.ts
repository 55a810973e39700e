import { afterEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { readFileSync } from "node:fs";
import { AwsApi, type AwsAnswer, type AwsCall } from "../../testing/aws-api.js";
import { namesOf } from "../../testing/names-of.js";
import { EcsCollector } from "./ecs.collector.js";
import { EcsOptions } from "./ecs.options.js";

const RUNNING = "0f9de17a6465404e8b1b2356dc13c2f8";
const OLD = "5a2b9cfe0b7d4f6e9f3d2a1b0c9e8d7f";
const REPOSITORY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/orders";
const apis: AwsApi[] = [];

interface Shop {
  clusters: string[];
  services: { serviceArn: string; serviceName: string; tags?: { key: string; value: string }[] }[];
  running: { taskArn: string; lastStatus: string; healthStatus: string }[];
  stopped: { taskArn: string }[];
  taskDefinitions: { taskDefinition: { taskDefinitionArn: string } }[];
}

afterEach(async () => {
  await Promise.all(apis.splice(0).map((api) => api.close()));
});

describe(EcsCollector.name, () => {
  it("publishes services, what runs of them since when, and every earlier roll-out that ECS remembers", async () => {
    const { report, records } = await collect({}, answersOf(shop()));
    expect(report).toMatchObject({ outcome: "ok" });
    expect(namesOf(records, "ServiceDeployment")).toEqual(["orders/production"]);
    expect(valuesOf(records, "orders/production", "DeployedVersion")).toEqual([
      {
        version: "1.4.2",
        since: "2026-05-04T08:00:00.250000Z",
        image: `${REPOSITORY}:1.4.2`,
        account: "123456789012",
        region: "eu-central-1",
        cluster: "shop",
        taskDefinition: "orders:12",
        images: [
          expect.objectContaining({ container: "envoy" }),
          {
            resourceType: "ContainerImage",
            resourceName: expect.stringContaining(`${REPOSITORY}@sha256:`),
            image: `${REPOSITORY}:1.4.2`,
            container: "orders",
          },
        ],
      },
    ]);
    expect(eventsOf(records, "orders/production")).toEqual([
      [
        "2026-05-04T08:01:15.250000Z",
        {
          event: "stop",
          instance: "77e1c2d3a4b5469788990011aabbccdd",
          code: "ServiceSchedulerInitiated",
          reason: "Scaling activity initiated by (deployment ecs-svc/1000)",
          exitCodes: { orders: 137 },
        },
      ],
      ["2026-05-04T08:00:00.250000Z", { event: "deployment", version: "1.4.2", taskDefinition: "orders:12" }],
      ["2026-05-03T08:00:00.250000Z", { event: "deployment", version: "1.4.1", taskDefinition: "orders:11" }],
    ]);
    expect(namesOf(records, "ContainerImage")).toHaveLength(3);
  });

  it("publishes its tasks as instances, with the version that each runs, their health and start", async () => {
    const { records } = await collect({}, answersOf(shop()));
    expect(namesOf(records, "ServiceInstance")).toEqual([`orders/production/${RUNNING}`, `orders/production/${OLD}`]);
    expect(valuesOf(records, `orders/production/${RUNNING}`, "InstanceInfo")).toMatchObject([
      {
        version: "1.4.2",
        startedOn: "2026-05-04T08:00:40.250000Z",
        ip: "10.0.5.17",
        phase: "RUNNING",
        zone: "eu-central-1a",
        launchType: "FARGATE",
      },
    ]);
    expect(valuesOf(records, `orders/production/${OLD}`, "InstanceInfo")).toMatchObject([{ version: "1.4.1" }]);
    expect(valuesOf(records, `orders/production/${RUNNING}`, "HealthCheck")).toEqual([
      { status: "up", checks: { envoy: { status: "running" }, orders: { status: "healthy" } } },
    ]);
    expect(valuesOf(records, `orders/production/${OLD}`, "HealthCheckSample")).toMatchObject([{ status: "down" }]);
    expect(eventsOf(records, `orders/production/${RUNNING}`)).toEqual([
      ["2026-05-04T08:00:40.250000Z", { event: "start", version: "1.4.2" }],
    ]);
    expect(JSON.stringify(records)).not.toContain("hunter2");
  });

  it("asks in portions as large as a call takes, and for each revision of a task definition once", async () => {
    const large = shop();
    large.services = Array.from({ length: 23 }, (_, index) => renamed(large.services[0]!, `service-${index}`));
    const { records, calls } = await collect({}, answersOf(large));
    expect(calls.filter(({ operation }) => operation === "DescribeServices").map(portion)).toEqual([10, 10, 3]);
    expect(calls.filter(({ operation }) => operation === "DescribeTaskDefinition")).toHaveLength(2);
    expect(namesOf(records, "Service")).toHaveLength(23);
  });

  it("takes the cluster for the environment where no tag tells it, and only the clusters that it is told", async () => {
    const untagged = shop();
    untagged.services[0]!.tags = [];
    const { records } = await collect({}, answersOf(untagged));
    expect(namesOf(records, "ServiceDeployment")).toEqual(["orders/shop"]);
    const { records: none } = await collect({ clusters: ["tools"] }, answersOf(shop()));
    expect(namesOf(none, "Service")).toEqual([]);
  });

  it("is degraded while it starts", async () => {
    const starting = shop();
    Object.assign(starting.running[0]!, { lastStatus: "PENDING", healthStatus: "UNKNOWN" });
    const { records } = await collect({}, answersOf(starting));
    expect(valuesOf(records, `orders/production/${RUNNING}`, "HealthCheck")).toMatchObject([
      { status: "degraded", message: "pending" },
    ]);
  });

  it("leaves out a task that is gone when it is to be described", async () => {
    const answers = answersOf(shop());
    const { report, records } = await collect({}, (call) =>
      call.operation === "DescribeTasks" && (call.input["tasks"] as string[])[0]!.endsWith(RUNNING)
        ? { tasks: shop().running.slice(1, 2), failures: [{ arn: "…", reason: "MISSING" }] }
        : answers(call),
    );
    expect(report.outcome).toBe("ok");
    expect(namesOf(records, "ServiceInstance")).toEqual([`orders/production/${OLD}`]);
  });

  it.each([
    ["ExpiredTokenException", 400, 1],
    ["ThrottlingException", 400, 4],
    ["ServerException", 500, 4],
  ])("fails on %s, and keeps what it read before", async (errorCode, status, tries) => {
    const answers = answersOf(shop());
    const { report, records, calls } = await collect({}, (call) =>
      call.operation === "ListTasks" && call.input["desiredStatus"] === "STOPPED"
        ? { errorCode, status }
        : answers(call),
    );
    expect(report.outcome).toBe("failed");
    expect(report.failures[0]!.detail).toContain(`ecs ListTasks: ${errorCode}`);
    expect(calls.filter(({ input }) => input["desiredStatus"] === "STOPPED")).toHaveLength(tries);
    expect(namesOf(records, "ServiceInstance")).toHaveLength(2);
    expect(records.some(({ kind }) => kind === "sweep")).toBe(false);
  });
});

function shop(): Shop {
  return JSON.parse(readFileSync(new URL("fixtures/shop.json", import.meta.url), "utf8")) as Shop;
}

/** As ECS would answer. Lists come two at a time. */
function answersOf(shop: Shop): (call: AwsCall) => AwsAnswer {
  const paged = (name: string, all: string[], input: Record<string, unknown>): object => {
    const size = name === "serviceArns" ? Number(input["maxResults"]) : 2;
    const start = Number(input["nextToken"] ?? 0);
    const next = start + size < all.length ? { nextToken: String(start + size) } : {};
    return { [name]: all.slice(start, start + size), ...next };
  };
  return ({ operation, input }) => {
    const isShop = String(input["cluster"]).endsWith("/shop");
    const tasks = input["desiredStatus"] === "STOPPED" ? shop.stopped : shop.running;
    switch (operation) {
      case "ListClusters":
        return paged("clusterArns", shop.clusters, input);
      case "ListServices":
        return paged("serviceArns", isShop ? shop.services.map(({ serviceArn }) => serviceArn) : [], input);
      case "ListTasks":
        return paged("taskArns", isShop ? tasks.map(({ taskArn }) => taskArn) : [], input);
      case "DescribeServices":
        return {
          services: shop.services.filter(({ serviceArn }) => (input["services"] as string[]).includes(serviceArn)),
        };
      case "DescribeTasks":
        return {
          tasks: [...shop.running, ...shop.stopped].filter(({ taskArn }) =>
            (input["tasks"] as string[]).includes(taskArn),
          ),
        };
      default:
        return shop.taskDefinitions.find(
          ({ taskDefinition }) => taskDefinition.taskDefinitionArn === input["taskDefinition"],
        )!;
    }
  };
}

function renamed(service: Shop["services"][number], name: string): Shop["services"][number] {
  return { ...service, serviceArn: service.serviceArn.replace(/[^/]+$/, name), serviceName: name };
}

function portion({ input }: AwsCall): number {
  return (input["services"] as string[]).length;
}

async function collect(options: Partial<EcsOptions>, answer: (call: AwsCall) => AwsAnswer) {
  const api = await AwsApi.start("ECS", answer);
  apis.push(api);
  const publisher = new InMemoryPublisher();
  const collector = new EcsCollector(Object.assign(new EcsOptions(), options));
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const report = await runCollector(collector, { publisher, logger, retries: 0 });
  return { report, records: publisher.records, calls: api.calls };
}

function readingsOf(records: CatalogRecord[], name: string, type: string) {
  return records.flatMap((record) =>
    record.kind === "reading" && record.type === type && record.resource.name === name ? [record] : [],
  );
}

function valuesOf(records: CatalogRecord[], name: string, type: string): unknown[] {
  return readingsOf(records, name, type).map(({ value }) => value);
}

function eventsOf(records: CatalogRecord[], name: string): unknown[] {
  return readingsOf(records, name, "ServiceEvent").map(({ collectedOn, value }) => [collectedOn, value]);
}
