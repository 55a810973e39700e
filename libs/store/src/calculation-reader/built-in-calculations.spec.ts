import { builtInCalculations, computeOn, InMemoryCatalog, type Calculation } from "@binnacle/calculation";
import {
  addMicros,
  collector,
  parseJson,
  referenceTo,
  resourceId,
  service,
  serviceDeployment,
  serviceInstance,
  team,
} from "@binnacle/contract";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import pg from "pg";
import { openTestCatalog, type TestCatalog } from "../reads/test-catalog.js";
import { PostgresCatalogAccess } from "./postgres-catalog-access.js";

const NOW = "2026-06-02T00:00:00.000000Z";
const ago = (minutes: number) => addMicros(NOW, -minutes * 60_000_000);

/** A service with a deployment and two instances, as good as its number lets it be. */
function serviceRecords(index: number): unknown[] {
  const name = `service-${String(index).padStart(4, "0")}`;
  const deployment = { ...serviceDeployment(name, "production") };
  const reading = (resource: object, type: string, value: unknown, minutes = 5) => ({
    kind: "reading",
    resource,
    type,
    value,
    collectedOn: ago(minutes),
  });
  const instances = ["1", "2"].map((each) => serviceInstance(name, "production", each));
  return [
    { kind: "resource", ...service(name) },
    { kind: "resource", ...deployment, parent: service(name) },
    ...instances.map((instance) => ({ kind: "resource", ...instance, parent: deployment })),
    ...(index % 2 === 0
      ? [reading(service(name), "ServiceOwnership", { owner: referenceTo(team(`team-${index % 7}`)) })]
      : []),
    ...(index % 3 === 0 ? [] : [reading(service(name), "ServiceDescription", { summary: "é" })]),
    reading(deployment, "DeployedVersion", parseJson(`{"version": "1.0.${index}", "build": 900719925474099${index}}`)),
    reading(deployment, "ServiceDeploymentDependencies", [referenceTo({ type: "Missing", name: "x" })]),
    ...instances.map((instance, each) =>
      reading(
        instance,
        "HealthCheck",
        { status: index % 5 === 0 && each === 1 ? "down" : "up" },
        index % 11 === 0 ? 90 : 5,
      ),
    ),
    ...[1, 2, 3, 4].map((minutes) => ({
      ...reading(instances[0]!, "HealthCheckSample", { latencyMs: minutes * index }, minutes),
      storageMode: "TIME_SERIES",
    })),
  ];
}

const teams = [1, 2, 3].map((index) => ({ kind: "resource", ...team(`team-${index}`) }));
const round = [
  { kind: "resource", ...service("round"), parent: serviceDeployment("round", "production") },
  { kind: "resource", ...serviceDeployment("round", "production"), parent: service("round") },
];
const run = {
  kind: "reading",
  resource: collector("test"),
  type: "CollectorRun",
  value: { startedOn: ago(6), endedOn: ago(5), outcome: "ok", records: 9 },
  collectedOn: ago(5),
};

/** The condition of the default scorecard, for the catalog that has no PostgreSQL to evaluate it. */
const isUp = ({ status }: any) => status === "up" || status === "UP";

const ID = (index: number) => resourceId("ServiceDeployment", `service-${String(index).padStart(4, "0")}/production`);
const REQUESTS: Record<string, Record<string, string | string[]>[]> = {
  compare: [{ leftId: ID(3), rightId: ID(9), equal: "true" }],
  freshness: [
    {},
    { resourceType: "Service", resourceName: "service-0002", descendants: "true", defaultInterval: "PT1M" },
    { readingType: ["HealthCheckSample"], tolerance: "1" },
  ],
  scorecard: [{}, { limit: "3", after: "service-0003" }, { name: ["round", "service-0005", "none"] }],
  "series-aggregate": [
    {
      readingType: "HealthCheckSample",
      resourceType: "Service",
      resourceName: "service-0009",
      descendants: "true",
      path: "$.latencyMs",
      bucket: "PT2M",
      from: ago(10),
    },
  ],
};

describe("the built-in calculations on PostgreSQL, for a thousand services", () => {
  let server: TestDatabase;
  let catalog: TestCatalog;
  let access: PostgresCatalogAccess;
  const memory = new InMemoryCatalog({ matches: isUp });
  const calculations = new Map<string, Calculation<never>>();

  beforeAll(async () => {
    server = await createTestDatabase();
    catalog = await openTestCatalog(server.url);
    access = new PostgresCatalogAccess(catalog.dataSource, { statementTimeout: 20_000 });
    for (const each of builtInCalculations()) calculations.set(each.constructor.name, each);
    await add([...teams, ...round, run, ...Array.from({ length: 10 }, (_, index) => serviceRecords(index)).flat()]);
  });

  afterAll(async () => {
    await catalog.dataSource.destroy();
    await server.drop();
  });

  async function add(records: unknown[]): Promise<void> {
    memory.add(records);
    expect((await catalog.ingest(records)).rejections).toEqual([]);
  }

  const named = (name: string) => {
    const className = name === "scorecard" ? "ScorecardCalculation" : name;
    const wanted = className.replaceAll("-", "").toLowerCase();
    return [...calculations].find(([each]) => each.toLowerCase() === wanted)![1];
  };

  /** How many statements each request took. */
  async function answerAll(): Promise<Record<string, number[]>> {
    const counts: Record<string, number[]> = {};
    const query = jest.spyOn(pg.Client.prototype, "query");
    try {
      for (const [name, requests] of Object.entries(REQUESTS)) {
        counts[name] = [];
        for (const given of requests) {
          query.mockClear();
          const stored = await computeOn(access, named(name), given, NOW);
          counts[name].push(query.mock.calls.length);
          const remembered = await computeOn(memory, named(name), given, NOW);
          expect(JSON.parse(JSON.stringify(stored))).toEqual(JSON.parse(JSON.stringify(remembered)));
        }
      }
    } finally {
      query.mockRestore();
    }
    return counts;
  }

  it("answers as it would from memory, with as many statements for a thousand as for ten", async () => {
    await computeOn(access, named("scorecard"), {}, NOW);
    const few = await answerAll();
    for (let index = 10; index < 1_000; index += 100) {
      await add(Array.from({ length: Math.min(100, 1_000 - index) }, (_, each) => serviceRecords(index + each)).flat());
    }
    const { result } = (await computeOn(access, named("scorecard"), { limit: "5000" }, NOW)) as any;
    expect(result.total.resources).toBe(1_001);
    const byCheck = Object.fromEntries(result.total.checks.map(({ check, passed }: any) => [check, passed]));
    // All but `round`, of whose deployment nothing was read.
    expect(byCheck).toMatchObject({ owner: 500, description: 666, "deployed-version": 1_000, dependencies: 1_000 });
    expect(await answerAll()).toEqual(few);
    for (const counts of Object.values(few))
      for (const count of counts) {
        expect(count).toBeGreaterThan(3);
        expect(count).toBeLessThanOrEqual(15);
      }
  }, 120_000);
});
