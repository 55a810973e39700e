import { afterEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher, runCollector } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { validateConfiguration } from "@binnacle/platform";
import { readFileSync } from "node:fs";
import { AwsApi, type AwsAnswer, type AwsCall } from "../../testing/aws-api.js";
import { namesOf } from "../../testing/names-of.js";
import { LambdaCollector } from "./lambda.collector.js";
import { LambdaOptions } from "./lambda.options.js";

const apis: AwsApi[] = [];

afterEach(async () => {
  await Promise.all(apis.splice(0).map((api) => api.close()));
});

describe(LambdaCollector.name, () => {
  it("publishes every function of every page, in the environment of its tag", async () => {
    const { report, records } = await collect({}, account);
    expect(report).toMatchObject({ outcome: "ok" });
    expect(namesOf(records, "Lambda")).toEqual(["orders-export", "resize-images-prod"]);
    expect(namesOf(records, "LambdaDeployment")).toEqual(["orders-export/default", "resize-images-prod/production"]);
    expect(valueOf(records, "resize-images-prod/production", "DeployedVersion")).toEqual({
      version: "3.1.0",
      since: "2026-05-04T08:00:00.000000Z",
      codeSha256: "q1ZlqGZk0c9Qn0nXb3JYbQ0r0wqv5x0j5l2bM3uQ0hU=",
    });
    expect(valueOf(records, "orders-export/default", "DeployedVersion")).toMatchObject({ version: "1be4a0c5c0d1" });
    expect(valueOf(records, "resize-images-prod/production", "LambdaInfo")).toEqual({
      account: "123456789012",
      region: "eu-central-1",
      runtime: "nodejs24.x",
      handler: "index.handler",
      packageType: "Zip",
      architectures: ["arm64"],
      memoryMegabytes: 1024,
      timeoutSeconds: 30,
      codeBytes: 1482231,
      description: "Makes previews of pictures",
      layers: ["arn:aws:lambda:eu-central-1:123456789012:layer:sharp:4"],
      service: { resourceType: "Service", resourceName: "pictures" },
    });
    expect(records).toContainEqual(
      expect.objectContaining({
        type: "ServiceEvent",
        value: { event: "deployment", version: "3.1.0" },
        collectedOn: "2026-05-04T08:00:00.000000Z",
      }),
    );
  });

  it("publishes no environment variables", async () => {
    const { records } = await collect({}, account);
    expect(JSON.stringify(records)).not.toContain("hunter2");
  });

  it("takes function and environment out of the name where it is told how", async () => {
    const namePattern = "^(?<function>.+)-(?<environment>prod|test)$";
    const { records, calls } = await collect({ namePattern, readTags: false }, account);
    expect(namesOf(records, "LambdaDeployment")).toEqual(["orders-export/default", "resize-images/prod"]);
    expect(calls.some(({ operation }) => operation.includes("/tags/"))).toBe(false);
  });

  it("publishes aliases as deployments of the version that they lead to", async () => {
    const { records } = await collect({ deployments: "alias" }, account);
    expect(namesOf(records, "LambdaDeployment")).toEqual(["orders-export/dev", "orders-export/production"]);
    expect(valueOf(records, "orders-export/production", "DeployedVersion")).toEqual({
      version: "41",
      since: "2026-03-02T10:00:00.000000Z",
      codeSha256: "77aa",
      routing: { 42: 0.05 },
    });
    expect(valueOf(records, "orders-export/production", "LambdaInfo")).toMatchObject({ memoryMegabytes: 256 });
  });

  it("leaves out a function that was deleted since it was listed", async () => {
    const { report, records } = await collect({}, (call) =>
      call.operation.includes("/tags/") && call.operation.endsWith("orders-export")
        ? { errorCode: "ResourceNotFoundException", status: 404 }
        : account(call),
    );
    expect(report.outcome).toBe("ok");
    expect(namesOf(records, "Lambda")).toEqual(["resize-images-prod"]);
  });

  it.each([
    ["ExpiredTokenException", 403],
    ["TooManyRequestsException", 429],
    ["ServiceException", 500],
  ])("fails on %s, and keeps what it read before", async (errorCode, status) => {
    const { report, records } = await collect({}, (call) =>
      call.input["Marker"] === undefined ? account(call) : { errorCode, status },
    );
    expect(report.outcome).toBe("failed");
    expect(report.failures[0]!.detail).toContain(`lambda ListFunctions: ${errorCode}`);
    expect(namesOf(records, "Lambda")).toEqual(["resize-images-prod"]);
    expect(records.some(({ kind }) => kind === "sweep")).toBe(false);
  });

  it("refuses a pattern without the groups that it needs", () => {
    const read = (namePattern: string) => () => validateConfiguration(LambdaOptions, { namePattern }, "options");
    expect(read("^(?<function>.+)$")).toThrow("with the groups");
    expect(read("(?<function>.+)-(?<environment>")).toThrow("with the groups");
    expect(read("^(?<function>.+)-(?<environment>prod)$")).not.toThrow();
  });
});

function account({ operation, input }: AwsCall): AwsAnswer {
  if (operation.includes("/tags/")) {
    const isTagged = operation.endsWith("resize-images-prod");
    return { Tags: isTagged ? { environment: "production", version: "3.1.0", service: "pictures" } : {} };
  }
  const isOfExport = operation.includes("orders-export");
  if (operation.endsWith("/aliases")) return isOfExport ? fixture("aliases") : { Aliases: [] };
  if (operation.endsWith("/versions")) return isOfExport ? fixture("versions") : { Versions: [] };
  return fixture(input["Marker"] === "bmV4dA==" ? "functions-2" : "functions");
}

async function collect(options: Partial<LambdaOptions>, answer: (call: AwsCall) => AwsAnswer) {
  const api = await AwsApi.start("LAMBDA", answer);
  apis.push(api);
  const publisher = new InMemoryPublisher();
  const collector = new LambdaCollector(Object.assign(new LambdaOptions(), options));
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const report = await runCollector(collector, { publisher, logger, retries: 0 });
  return { report, records: publisher.records, calls: api.calls };
}

function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8");
}

function valueOf(records: CatalogRecord[], name: string, type: string): unknown {
  return records.flatMap((record) =>
    record.kind === "reading" && record.type === type && record.resource.name === name ? [record.value] : [],
  )[0];
}
