import "reflect-metadata";
import { resourceId } from "@binnacle/contract";
import { createDataSource } from "@binnacle/store";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ingestRecords } from "../../testing/ingest-records.js";
import { startTestProvider, type TestProvider } from "../../testing/start-test-provider.js";

const BINNACLE_TOPIC_ARN = "arn:aws:sns:us-east-1:000000000000:none";
const INSTANCE = { type: "ServiceInstance", name: "orders/production/1" };

const sample = (minute: number, value: unknown) => ({
  kind: "reading",
  resource: INSTANCE,
  type: "HealthCheckSample",
  storageMode: "TIME_SERIES",
  collectedOn: `2026-05-01T09:${String(minute).padStart(2, "0")}:00Z`,
  value,
});

describe("calculations over HTTP", () => {
  let database: TestDatabase;
  let provider: TestProvider;

  beforeAll(async () => {
    database = await createTestDatabase();
    provider = await startTestProvider({ DATABASE_URL: database.url, BINNACLE_TOPIC_ARN });
    await ingestRecords(database.url, [
      { kind: "resource", ...INSTANCE },
      ...[10, 20, 30, 40].map((latency, minute) => sample(minute, { checks: [{ latency }] })),
      sample(10, { checks: [{ latency: 7 }] }),
      sample(11, { checks: [] }),
      sample(12, { checks: [{ latency: "7" }] }),
    ]);
  });

  afterAll(async () => {
    await provider.close();
    await database.drop();
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${provider.origin}/api/v1/calculations${path}`, { headers });

  const AGGREGATE =
    "/series-aggregate?readingType=HealthCheckSample&path=$.checks[0].latency&bucket=PT10M&percentile=50" +
    `&id=${resourceId(INSTANCE.type, INSTANCE.name)}&from=2026-05-01T09:00:00Z&to=2026-05-01T10:00:00Z`;

  it("lists what there is, with JSON Schemas of parameters and results", async () => {
    const body = (await (await get("")).json()) as any;
    const names = body.items.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(["compare", "freshness", "scorecard", "series-aggregate"]));
    expect(names).toEqual(names.toSorted());
    const listed = body.items.find(({ name }: { name: string }) => name === "series-aggregate");
    expect(listed).toMatchObject({
      freshFor: "PT30S",
      parameters: {
        type: "object",
        required: ["readingType"],
        additionalProperties: false,
        properties: {
          bucket: { type: "string", format: "duration", default: "PT1H" },
          percentile: { type: "array", items: { type: "number", minimum: 0, maximum: 100 }, default: [50, 95, 99] },
        },
      },
      result: { type: "object" },
    });
  });

  it("runs one, and says when it was computed and how long it is fresh", async () => {
    const response = await get(AGGREGATE);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(response.headers.get("cache-control")).toMatch(/^private, max-age=(29|30)$/);
    const body = (await response.json()) as any;
    expect(Object.keys(body)).toEqual(["name", "computedOn", "freshFor", "isPartial", "result"]);
    expect(body).toMatchObject({ name: "series-aggregate", freshFor: "PT30S", isPartial: false });
    const empty = { resourceId: null, skipped: 0 };
    expect(body.result.buckets).toEqual([
      { ...empty, from: "2026-05-01T09:00:00.000000Z", count: 4, min: 10, max: 40, mean: 25, percentiles: { 50: 25 } },
      {
        ...empty,
        from: "2026-05-01T09:10:00.000000Z",
        count: 1,
        skipped: 2,
        min: 7,
        max: 7,
        mean: 7,
        percentiles: { 50: 7 },
      },
    ]);
  });

  it("gives a fresh result again, and 304 to who has it", async () => {
    const first = await get(AGGREGATE);
    const again = await get(AGGREGATE);
    expect(await again.text()).toBe(await first.text());
    const etag = first.headers.get("etag")!;
    const unchanged = await get(AGGREGATE, { "if-none-match": `"other", ${etag}` });
    expect({ status: unchanged.status, text: await unchanged.text() }).toEqual({ status: 304, text: "" });
    expect((await get(AGGREGATE, { "if-none-match": '"other"' })).status).toBe(200);
  });

  it.each([
    ["", "readingType", "is required"],
    ["readingType=A&unknown=1", "unknown", "is not a parameter of this calculation"],
    ["readingType=A&readingType=B", "readingType", "may be given only once"],
    ["readingType=%FF", "readingType", "must be percent-encoded UTF-8"],
    ["readingType=A&bucket=1h", "bucket", "must be a duration PnW or PnDTnHnMnS between PT1S and P366D"],
    ["readingType=A&percentile=50&percentile=101", "percentile", "must be a number between 0 and 100"],
    ["readingType=A&byResource=yes", "byResource", "must be true or false"],
    ["readingType=A&from=yesterday", "from", "must be an RFC 3339 time with offset and at most six fraction digits"],
    ["readingType=A&resourceType=B", "resourceName", "is required with resourceType"],
    ["readingType=A", "id", "is required, or resourceType and resourceName; not both"],
    ["readingType=A&path=$..a", "path", 'must be a path such as $.a.b[0]["any key"], or keys'],
    ["readingType=A&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from", "must be before to"],
  ])("refuses %j with 400", async (query, path, detail) => {
    const response = await get(`/series-aggregate?${query}`);
    const body = (await response.json()) as any;
    expect({ status: response.status, code: body.code }).toEqual({ status: 400, code: "INVALID_PARAMETER" });
    expect(body.errors).toEqual([{ path, detail }]);
  });

  it("answers 404 for a calculation or a Resource that is not there", async () => {
    for (const path of ["/no-such-thing", "/series-aggregate?readingType=A&resourceType=Service&resourceName=none"]) {
      const response = await get(path);
      expect({ path, status: response.status }).toEqual({ path, status: 404 });
    }
    expect((await get("/No%20Name")).status).toBe(400);
  });

  it("describes each as an operation of its own", async () => {
    const document = (await (await fetch(`${provider.origin}/openapi.json`)).json()) as any;
    const operation = document.paths["/api/v1/calculations/series-aggregate"].get;
    expect(operation.parameters.find(({ name }: { name: string }) => name === "readingType")).toMatchObject({
      in: "query",
      required: true,
      schema: { type: "string", maxLength: 128 },
    });
    const { schema } = operation.responses[200].content["application/json"];
    expect(schema.properties).toMatchObject({
      name: { const: "series-aggregate" },
      result: { required: expect.arrayContaining(["buckets"]) },
    });
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(["304", "400", "404", "422", "503"]));
  });

  it("says 422 when a statement takes too long", async () => {
    const dataSource = await createDataSource({ url: database.url, applicationName: "lock-test" }).initialize();
    const runner = dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      await runner.query("LOCK TABLE resource IN ACCESS EXCLUSIVE MODE");
      const response = await get(`${AGGREGATE}&percentile=1`);
      expect({ status: response.status, body: await response.json() }).toMatchObject({
        status: 422,
        body: { code: "QUERY_TIMEOUT" },
      });
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
      await dataSource.destroy();
    }
    expect((await get(`${AGGREGATE}&percentile=1`)).status).toBe(200);
  });

  it("answers the others over HTTP as their operations describe", async () => {
    const id = resourceId(INSTANCE.type, INSTANCE.name);
    for (const path of [
      `/compare?leftId=${id}&rightId=${id}&equal=true`,
      "/freshness?defaultInterval=PT1H",
      "/scorecard",
    ]) {
      const response = await get(path);
      expect({ path, status: response.status }).toEqual({ path, status: 200 });
    }
  });
});
