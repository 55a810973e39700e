import "reflect-metadata";
import { BinnacleClient } from "@binnacle/client";
import { resourceId } from "@binnacle/contract";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ingestRecords } from "../../testing/ingest-records.js";
import { startTestProvider, type TestProvider } from "../../testing/start-test-provider.js";

const TIME = "2026-06-01T00:00:00.000000Z";
const SERVICE = { type: "Service", name: "orders" };
const DEPLOYMENT = { type: "ServiceDeployment", name: "orders/production 100%" };
const ID = resourceId(SERVICE.type, SERVICE.name);
const DEPLOYMENT_ID = resourceId(DEPLOYMENT.type, DEPLOYMENT.name);
const UNKNOWN_ID = resourceId("Service", "unknown");

/** The numbers are told as text, since JavaScript has none so exact. */
const EXACT_VALUE = '{"big": 12345678901234567890123, "text": "\\"quoted\\"", "small": 0.10}';
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

const reading = (resource: object, type: string, value: unknown, more: object = {}) => ({
  kind: "reading",
  resource,
  type,
  value,
  ...more,
});

describe("Resources over HTTP", () => {
  let database: TestDatabase;
  let provider: TestProvider;
  let catalog: BinnacleClient;

  beforeAll(async () => {
    database = await createTestDatabase();
    provider = await startTestProvider({
      DATABASE_URL: database.url,
      BINNACLE_TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:none",
    });
    catalog = new BinnacleClient({ baseUrl: provider.origin });
    const exact = { text: '"quoted"', big: rawJSON("12345678901234567890123"), small: rawJSON("0.10") };
    const dependencies = [{ resourceType: "SoftwareDependency", resourceName: "pkg:npm/missing" }];
    await ingestRecords(database.url, [
      { kind: "resource", ...SERVICE, parent: null },
      { kind: "resource", ...DEPLOYMENT, parent: SERVICE },
      { kind: "resource", type: "Lambda", name: "resize" },
      reading(SERVICE, "Exact", exact),
      reading(SERVICE, "Other", [1]),
      reading(DEPLOYMENT, "Dependencies", dependencies),
      reading(SERVICE, "Sample", 1, { storageMode: "TIME_SERIES", collectedOn: "2026-05-01T00:00:00Z" }),
      reading(SERVICE, "Sample", 2, { storageMode: "TIME_SERIES", collectedOn: "2026-05-02T00:00:00Z" }),
      { kind: "nonsense" },
    ]);
  });

  afterAll(async () => {
    await provider.close();
    await database.drop();
  });

  const get = (path: string, init: RequestInit = {}) => fetch(`${provider.origin}/api/v1${path}`, init);
  const of = (id: string) => ({ params: { path: { id } } });
  const ofWith = <Query extends object>(id: string, query: Query) => ({ params: { path: { id }, query } });
  const problem = async (response: Response) => {
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const body = (await response.json()) as Record<string, any>;
    expect(body).toMatchObject({ type: `urn:binnacle:${body["code"]}`, status: response.status });
    expect(body["title"]).toMatch(/\S/);
    expect(body["detail"]).toMatch(/\S/);
    return body;
  };
  const query = (body: unknown, headers: Record<string, string> = { "content-type": "application/json" }) =>
    fetch(`${provider.origin}/api/v1/resources/query`, {
      method: "POST",
      headers,
      body: typeof body === "string" ? body : JSON.stringify(body),
    });

  const service = {
    id: ID,
    ...SERVICE,
    parentId: null,
    createdOn: "2026-05-01T00:00:00.000000Z",
    lastSeenOn: TIME,
    expiresOn: null,
    declared: true,
  };

  it("gives a Resource by id, in either case, and by name, each with all of its fields", async () => {
    expect(await catalog.get("/resources/{id}", of(ID))).toEqual(service);
    expect(await catalog.get("/resources/{id}", of(ID.toUpperCase()))).toEqual(service);
    expect(await catalog.get("/resources/by-name", { params: { query: SERVICE } })).toEqual(service);
    const deployment = await catalog.get("/resources/by-name", { params: { query: DEPLOYMENT } });
    expect(deployment).toMatchObject({ parentId: ID });
  });

  it("passes values through digit for digit, embedded and alone", async () => {
    const text = `{"resourceId":"${ID}","type":"Exact","storageMode":"SNAPSHOT","collectedOn":"${TIME}","source":"test","value":${EXACT_VALUE}}`;
    expect(await (await get(`/resources/${ID}/readings/Exact`)).text()).toBe(text);
    expect(await (await get(`/resources/${ID}?readings=Exact,Nothing`)).text()).toContain(
      `"readings":{"Exact":${text}}`,
    );
    const lines = { headers: { accept: "application/x-ndjson" } };
    for (const path of ["/resources?readings=*", `/resources/${ID}/readings`]) {
      expect(await (await get(path)).text()).toContain(text);
      expect(await (await get(path, lines)).text()).toContain(text);
    }
    expect(await (await query({ ids: [ID], readings: "*" })).text()).toContain(text);
  });

  it("lists Resources by type and name, with total and embedded readings where asked for", async () => {
    const all = await catalog.get("/resources", { params: { query: { count: true, readings: "*" } } });
    expect(all.items.map((each) => [each.type, each.name, Object.keys(each.readings!)])).toEqual([
      ["Lambda", "resize", []],
      ["Service", "orders", ["Exact", "Other"]],
      ["ServiceDeployment", DEPLOYMENT.name, ["Dependencies"]],
    ]);
    expect(all).toMatchObject({ nextCursor: null, total: 3 });
    const query = { type: ["Service", "Lambda"], namePrefix: "ord", declared: true };
    expect(await catalog.get("/resources", { params: { query } })).toEqual({ items: [service], nextCursor: null });
    const none = await catalog.get("/resources", { params: { query: { type: ["Nothing"] } } });
    expect(none).toEqual({ items: [], nextCursor: null });
  });

  it("walks by cursor, and refuses a cursor of another list or an altered one", async () => {
    const first = await catalog.get("/resources", { params: { query: { limit: 2 } } });
    expect(first.items).toHaveLength(2);
    const cursor = first.nextCursor!;
    const next = await catalog.get("/resources", { params: { query: { limit: 1, cursor } } });
    expect(next).toMatchObject({ items: [{ id: DEPLOYMENT_ID }], nextCursor: null });
    for (const ask of [
      () => catalog.get("/resources", { params: { query: { type: ["Service"], cursor } } }),
      () => catalog.get("/resources/{id}/children", ofWith(ID, { cursor })),
      () => catalog.get("/rejections", { params: { query: { cursor } } }),
      () => catalog.get("/resources", { params: { query: { cursor: "abc" } } }),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: "INVALID_PARAMETER", errors: [{ path: "cursor" }] });
    }
  });

  it("follows parents and references", async () => {
    const children = await catalog.get("/resources/{id}/children", of(ID));
    expect(children.items.map((each) => each.id)).toEqual([DEPLOYMENT_ID]);
    expect(await catalog.get("/resources/{id}/ancestors", of(DEPLOYMENT_ID))).toEqual({
      items: [{ ...service, depth: 1 }],
      nextCursor: null,
    });
    expect(await catalog.get("/resources/{id}/descendants", ofWith(ID, { depth: 1 }))).toMatchObject({
      items: [{ id: DEPLOYMENT_ID, depth: 1 }],
    });
    const references = await catalog.get("/resources/{id}/references", ofWith(DEPLOYMENT_ID, { readings: "*" }));
    expect(references.items).toEqual([
      {
        id: resourceId("SoftwareDependency", "pkg:npm/missing"),
        type: "SoftwareDependency",
        name: "pkg:npm/missing",
        parentId: null,
        createdOn: null,
        lastSeenOn: null,
        expiresOn: null,
        declared: false,
        readingTypes: ["Dependencies"],
        readings: {},
      },
    ]);
    expect(await catalog.get("/resources/{id}/referrers", of(ID))).toEqual({ items: [], nextCursor: null });
  });

  it("gives a Resource's Readings: all snapshots, one by type, and series with an id for each", async () => {
    const readings = await catalog.get("/resources/{id}/readings", of(ID));
    expect(readings).toMatchObject({ seriesTypes: ["Sample"], nextCursor: null });
    expect(readings.items.map((each) => each.type)).toEqual(["Exact", "Other"]);
    expect(await catalog.get("/resources/{id}/readings", of(DEPLOYMENT_ID))).toMatchObject({ seriesTypes: [] });
    const ofLambda = await catalog.get("/resources/{id}/readings", of(resourceId("Lambda", "resize")));
    expect(ofLambda).toEqual({ items: [], nextCursor: null, seriesTypes: [] });

    const seriesOf = (type: string, query: { order?: "asc"; limit?: number; from?: string; to?: string } = {}) =>
      catalog.get("/resources/{id}/readings/{type}/series", { params: { path: { id: ID, type }, query } });
    const { items: series } = await seriesOf("Sample");
    expect(series.map((each) => [each.value, each.storageMode])).toEqual([
      [2, "TIME_SERIES"],
      [1, "TIME_SERIES"],
    ]);
    expect(new Set(series.map((each) => each.id)).size).toBe(2);
    const newest = await catalog.get("/resources/{id}/readings/{type}", {
      params: { path: { id: ID, type: "Sample" } },
    });
    expect(newest).toEqual(series[0]);
    expect((await seriesOf("Sample", { order: "asc", limit: 1 })).items).toEqual([series[1]]);
    const range = { from: "2026-05-01T00:00:00Z", to: "2026-05-02T00:00:00Z" };
    expect((await seriesOf("Sample", range)).items).toEqual([series[1]]);
    expect(await seriesOf("Nothing")).toEqual({ items: [], nextCursor: null });
  });

  it("answers a query for many in the order asked, ids first, null for what is absent", async () => {
    const body = { ids: [UNKNOWN_ID, ID.toUpperCase(), ID], names: [DEPLOYMENT, SERVICE], readings: "Other" };
    const { items } = await catalog.post("/resources/query", { body });
    expect(items.map((each) => each?.id ?? null)).toEqual([null, ID, ID, DEPLOYMENT_ID, ID]);
    expect(items[1]!.readings!["Other"]!.value).toEqual([1]);
    expect(items[3]!.readings).toEqual({});
    expect(await catalog.post("/resources/query", { body: { ids: [], readings: ["*"] } })).toEqual({ items: [] });
  });

  it("takes null in a query for absent", async () => {
    const answer = await query({ ids: null, names: null, readings: null });
    expect([answer.status, await answer.json()]).toEqual([200, { items: [] }]);
  });

  it.each([
    ["[]", ""],
    ["{", ""],
    ["", ""],
    [{ ids: ["x"] }, "/ids"],
    [{ ids: "x" }, "/ids"],
    [{ names: [{ type: "Service" }] }, "/names/0/name"],
    [{ names: [7] }, "/names/0"],
    [{ readings: 7 }, "/readings"],
    [{ readings: "a,,b" }, "/readings"],
    [{ id: [] }, "/id"],
    [{ ids: Array.from({ length: 1001 }, () => ID) }, ""],
  ])("refuses the query %j", async (body, path) => {
    const refused = await query(body);
    expect(refused.status).toBe(400);
    const { code, errors } = await problem(refused);
    expect(code).toBe("INVALID_BODY");
    expect(errors[0].path).toBe(path);
  });

  it("takes a query as JSON only", async () => {
    const refused = await query("{}", { "content-type": "text/plain" });
    expect(refused.status).toBe(415);
    expect(await problem(refused)).toMatchObject({ code: "UNSUPPORTED_MEDIA_TYPE" });
    expect((await query("{}", { "content-type": "application/x-ndjson" })).status).toBe(415);
  });

  it.each([
    `/resources/${UNKNOWN_ID}`,
    `/resources/${UNKNOWN_ID}/children`,
    `/resources/${UNKNOWN_ID}/ancestors`,
    `/resources/${UNKNOWN_ID}/descendants`,
    `/resources/${UNKNOWN_ID}/references`,
    `/resources/${UNKNOWN_ID}/referrers`,
    `/resources/${UNKNOWN_ID}/readings`,
    `/resources/${UNKNOWN_ID}/readings/HealthCheck`,
    `/resources/${UNKNOWN_ID}/readings/HealthCheck/series`,
    `/resources/${ID}/readings/Nothing`,
    "/resources/by-name?type=Service&name=unknown",
    "/nothing",
    "/resources/a/b/c/d",
  ])("answers 404 to GET %s", async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(await problem(response)).toMatchObject({ code: "NOT_FOUND" });
  });

  it.each([
    "/resources/abc",
    "/resources/abc/children",
    `/resources/${ID}?nope=1`,
    `/resources/${ID}?readings=`,
    `/resources/${ID}/children?readings=*`,
    `/resources/${ID}/descendants?depth=0`,
    `/resources/${ID}/descendants?depth=33`,
    `/resources/${ID}/readings/9`,
    `/resources/${ID}/readings/${"a".repeat(129)}`,
    `/resources/${ID}/readings/A?x=1`,
    `/resources/${ID}/readings/A/series?order=up`,
    "/resources?limit=0",
    "/resources?q=ab",
    "/resources/by-name?type=Service",
    "/resources/%ZZ",
    "/types?x=1",
    "/naming?x=1",
    "/contract?x=1",
    "/rejections?limit=1&limit=2",
  ])("answers 400 to GET %s, and tells why", async (path) => {
    const response = await get(path);
    expect(response.status).toBe(400);
    const { code, errors } = await problem(response);
    expect(code).toBe("INVALID_PARAMETER");
    expect(errors.length).toBeGreaterThan(0);
  });

  it("sums up types, and serves naming and contract", async () => {
    const types = await catalog.get("/types");
    expect(types.resourceTypes).toContainEqual({ type: "Service", count: 1, lastSeenOn: TIME });
    expect(types.readingTypes).toContainEqual({
      type: "Sample",
      storageMode: "TIME_SERIES",
      count: 2,
      lastCollectedOn: "2026-05-02T00:00:00.000000Z",
    });
    expect((await catalog.get("/naming")).items).toContainEqual(
      expect.objectContaining({ type: "ServiceDeployment", template: "{service}/{environment}" }),
    );
    expect(await catalog.get("/contract")).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema" });
  });

  it("lists rejections and deletes them once", async () => {
    const { items } = await catalog.get("/rejections");
    expect(items).toEqual([
      expect.objectContaining({ code: "UNKNOWN_KIND", source: "test", count: 1, truncated: false }),
    ]);
    const { id } = items[0]!;
    expect(await catalog.delete("/rejections/{id}", of(id))).toBeUndefined();
    await expect(catalog.delete("/rejections/{id}", of(id))).rejects.toMatchObject({ status: 404 });
    await expect(catalog.delete("/rejections/{id}", of("abc"))).rejects.toMatchObject({ status: 400 });
    expect(await catalog.get("/rejections")).toEqual({ items: [], nextCursor: null });
  });
});
