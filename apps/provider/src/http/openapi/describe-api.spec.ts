import "reflect-metadata";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Validator } from "@seriousme/openapi-schema-validator";
import { startTestProvider, type TestProvider } from "../../testing/start-test-provider.js";

/** The rest is for people (the UI, the reader of the document), or what Fastify adds by itself. */
const DOCUMENTED = /^(?!HEAD |OPTIONS )[A-Z]+ \/(?:api\/|(?:healthz|readyz|metrics)$)/;

describe("the OpenAPI document", () => {
  let provider: TestProvider;
  let document: any;
  let operations: { name: string; operation: any }[];

  beforeAll(async () => {
    provider = await startTestProvider({
      DATABASE_URL: "postgresql://nobody@127.0.0.1:9/none",
      BINNACLE_TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:none",
    });
    document = await (await fetch(`${provider.origin}/openapi.json`)).json();
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item as object).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        operation,
      })),
    );
  });

  afterAll(() => provider.close());

  it("is that of docs/openapi.json: `npm run openapi` writes it", async () => {
    const file = join(import.meta.dirname, "../../../../../docs/openapi.json");
    expect(document).toEqual(JSON.parse(await readFile(file, "utf8")));
  });

  it("is valid OpenAPI 3.1, and refers to nothing that is not in it", async () => {
    expect(document.openapi).toBe("3.1.0");
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
    for (const [, kind, name] of JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)) {
      expect(Object.keys(document.components[kind!])).toContain(name);
    }
  });

  it("describes every route of the server, and no other", () => {
    const routes = [...provider.routes].filter((route) => DOCUMENTED.test(route));
    const described = operations.map(({ name }) => name.replaceAll(/\{(\w+)\}/g, ":$1"));
    expect(described.toSorted()).toEqual(routes.toSorted());
  });

  it("calls every operation what it was always called", () => {
    const ids = Object.fromEntries(operations.map(({ name, operation }) => [operation.operationId, name]));
    expect(ids).toEqual({
      listResources: "GET /api/v1/resources",
      getResourceByName: "GET /api/v1/resources/by-name",
      queryResources: "POST /api/v1/resources/query",
      getResource: "GET /api/v1/resources/{id}",
      listChildren: "GET /api/v1/resources/{id}/children",
      listAncestors: "GET /api/v1/resources/{id}/ancestors",
      listDescendants: "GET /api/v1/resources/{id}/descendants",
      listReferences: "GET /api/v1/resources/{id}/references",
      listReferrers: "GET /api/v1/resources/{id}/referrers",
      findReadings: "GET /api/v1/readings",
      listReadings: "GET /api/v1/resources/{id}/readings",
      getReading: "GET /api/v1/resources/{id}/readings/{type}",
      listSeries: "GET /api/v1/resources/{id}/readings/{type}/series",
      getTypes: "GET /api/v1/types",
      followChanges: "GET /api/v1/changes",
      publishRecords: "POST /api/v1/records",
      getReceipt: "GET /api/v1/receipts/{id}",
      listSources: "GET /api/v1/sources",
      listRejections: "GET /api/v1/rejections",
      redriveRejection: "POST /api/v1/rejections/{id}/redrive",
      deleteRejection: "DELETE /api/v1/rejections/{id}",
      listCalculations: "GET /api/v1/calculations",
      calculate: "GET /api/v1/calculations/{name}",
      calculateAttention: "GET /api/v1/calculations/attention",
      calculateCompare: "GET /api/v1/calculations/compare",
      calculateDependencyVulnerabilities: "GET /api/v1/calculations/dependency-vulnerabilities",
      calculateEgressGraph: "GET /api/v1/calculations/egress-graph",
      calculateFreshness: "GET /api/v1/calculations/freshness",
      calculateImpact: "GET /api/v1/calculations/impact",
      calculateRecentEvents: "GET /api/v1/calculations/recent-events",
      calculateScorecard: "GET /api/v1/calculations/scorecard",
      calculateSeriesAggregate: "GET /api/v1/calculations/series-aggregate",
      calculateServiceEvents: "GET /api/v1/calculations/service-events",
      calculateServiceInstances: "GET /api/v1/calculations/service-instances",
      calculateServiceOverview: "GET /api/v1/calculations/service-overview",
      calculateStaleResources: "GET /api/v1/calculations/stale-resources",
      listAudit: "GET /api/v1/audit",
      listPlans: "GET /api/v1/housekeeping/plans",
      approvePlan: "POST /api/v1/housekeeping/plans/{id}/approve",
      rejectPlan: "POST /api/v1/housekeeping/plans/{id}/reject",
      listRuns: "GET /api/v1/housekeeping/runs",
      undoRun: "POST /api/v1/housekeeping/runs/{id}/undo",
      getNaming: "GET /api/v1/naming",
      getContract: "GET /api/v1/contract",
      getLiveness: "GET /healthz",
      getReadiness: "GET /readyz",
      getMetrics: "GET /metrics",
    });
    expect(Object.keys(ids)).toHaveLength(operations.length);
  });

  it("says of every operation what it is for, of every parameter what it means, and of every answer what it is", () => {
    for (const { name, operation } of operations) {
      expect([name, operation.summary]).toEqual([name, expect.stringMatching(/\S/)]);
      for (const parameter of operation.parameters) {
        expect([name, parameter]).toEqual([
          name,
          expect.objectContaining({ description: expect.stringMatching(/\S/) }),
        ]);
        const { examples, default: fallback, enum: choices, items } = parameter.schema;
        expect([name, parameter.name, examples ?? fallback ?? choices ?? items?.examples]).not.toContain(undefined);
      }
      for (const [status, answer] of Object.entries<any>(operation.responses)) {
        const described = answer.$ref ? document.components.responses[answer.$ref.split("/").at(-1)] : answer;
        expect([name, status, described.description]).toEqual([name, status, expect.stringMatching(/\S/)]);
      }
      if (!name.includes("/api/")) continue;
      const statuses = Object.keys(operation.responses);
      const common = ["400", "401", "403", "421", "429", "500", "503"];
      expect([name, statuses]).toEqual([name, expect.arrayContaining(common)]);
      const isKept = name.startsWith("GET ") && operation.responses[200].content["application/json"] !== undefined;
      expect([name, statuses.includes("304")]).toEqual([name, isKept]);
    }
  });

  it("offers every list whole, as lines", () => {
    for (const { name, operation } of operations) {
      const { content = {} } = operation.responses[200] ?? {};
      const isList = content["application/json"]?.schema.properties?.nextCursor !== undefined;
      expect([name, "application/x-ndjson" in content]).toEqual([name, isList]);
    }
  });
});
