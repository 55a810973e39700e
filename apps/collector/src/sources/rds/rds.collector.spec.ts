import { afterEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector } from "@binnacle/collector";
import { validateConfiguration } from "@binnacle/platform";
import { readFileSync } from "node:fs";
import { AwsApi, type AwsAnswer, type AwsCall } from "../../testing/aws-api.js";
import { RdsCollector } from "./rds.collector.js";
import { RdsOptions } from "./rds.options.js";

const apis: AwsApi[] = [];

afterEach(async () => {
  await Promise.all(apis.splice(0).map((api) => api.close()));
});

describe(RdsCollector.name, () => {
  it("publishes every instance of every page, by account, region and identifier", async () => {
    const { report, records } = await collect({ tags: ["cost-center", "none"] }, pages);
    expect(report).toMatchObject({ outcome: "ok" });
    expect(records.filter(({ kind }) => kind === "resource")).toMatchObject([
      { type: "RdsInstance", name: "123456789012/eu-central-1/orders" },
      { type: "RdsInstance", name: "123456789012/eu-central-1/ledger" },
    ]);
    expect(records.find(({ kind }) => kind === "reading")).toMatchObject({
      type: "RdsInstanceInfo",
      value: {
        engine: "postgres",
        version: "16.4",
        class: "db.r6g.large",
        status: "available",
        createdOn: "2025-02-11T09:12:44.317000Z",
        zone: "eu-central-1b",
        isMultiZone: true,
        isPublic: false,
        isDeletionProtected: true,
        endpoint: { address: "orders.c9akciq32.eu-central-1.rds.amazonaws.com", port: 5432 },
        storage: { type: "gp3", gibibytes: 200, maxGibibytes: 1000, iops: 3000, isEncrypted: true },
        backups: { retentionDays: 7, window: "02:10-02:40", restorableUpTo: "2026-05-04" },
        maintenanceWindow: "sun:03:00-sun:03:30",
        pendingChanges: ["DBInstanceClass", "MasterUserPassword"],
        certificate: { authority: "rds-ca-rsa2048-g1", validUntil: "2027-02-11T09:15:00.000000Z" },
        replicas: ["orders-replica-a", "orders-replica-b"],
        tags: { "cost-center": "4711" },
        service: { resourceType: "Service", resourceName: "orders" },
      },
    });
    expect(JSON.stringify(records)).not.toMatch(/administrator|\*\*\*\*/);
    expect(records.filter(({ kind }) => kind === "sweep")).toMatchObject([{ resourceType: "RdsInstance", count: 2 }]);
  });

  it("asks every region that it is told, and keeps what one gives when another does not", async () => {
    const { report, records, calls } = await collect({ regions: ["eu-central-1", "us-east-1"] }, (call) =>
      call.region === "us-east-1" ? { errorCode: "AccessDenied", status: 403 } : pages(call),
    );
    expect(new Set(calls.map(({ region }) => region))).toEqual(new Set(["eu-central-1", "us-east-1"]));
    expect(report).toMatchObject({ outcome: "partial", failureCount: 1 });
    expect(report.failures[0]!.detail).toMatch(/us-east-1 could not be read[^]*rds DescribeDBInstances: AccessDenied/);
    expect(records.filter(({ kind }) => kind === "resource")).toHaveLength(2);
    expect(records.some(({ kind }) => kind === "sweep")).toBe(false);
  });

  it.each([
    ["ExpiredToken", 403, 1],
    ["Throttling", 400, 4],
    ["InternalFailure", 500, 4],
  ])("fails on %s, after as many tries as make sense", async (errorCode, status, tries) => {
    const { report, calls } = await collect({}, () => ({ errorCode, status }));
    expect(report.outcome).toBe("failed");
    expect(report.failures[0]!.detail).toContain(`rds DescribeDBInstances: ${errorCode}`);
    expect(calls).toHaveLength(tries);
    expect(JSON.stringify(report)).not.toContain("s3cr3t-key");
  });

  it("goes on where it is asked to wait", async () => {
    let tries = 0;
    const { report } = await collect({}, (call) =>
      tries++ === 0 ? { errorCode: "Throttling", status: 400 } : pages(call),
    );
    expect(report.outcome).toBe("ok");
  });

  it("fails on an answer that is cut off", async () => {
    const { report } = await collect({}, () => fixture("instances-1.xml").slice(0, 700));
    expect(report.outcome).toBe("failed");
    expect(report.failures[0]!.detail).toContain("rds DescribeDBInstances");
  });

  it("refuses a region that is none", () => {
    expect(() => validateConfiguration(RdsOptions, { regions: ["Frankfurt"] }, "options")).toThrow("names of regions");
  });
});

function pages({ input }: AwsCall): AwsAnswer {
  return fixture(input["Marker"] === "bWFya2VyLTI=" ? "instances-2.xml" : "instances-1.xml");
}

async function collect(options: Partial<RdsOptions>, answer: (call: AwsCall) => AwsAnswer) {
  const api = await AwsApi.start("RDS", answer);
  apis.push(api);
  const publisher = new InMemoryPublisher();
  const collector = new RdsCollector(Object.assign(new RdsOptions(), options));
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const report = await runCollector(collector, { publisher, logger, retries: 0 });
  return { report, records: publisher.records, calls: api.calls };
}

function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");
}
