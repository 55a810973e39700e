import "reflect-metadata";
import { BinnacleClient } from "@binnacle/client";
import { createDataSource } from "@binnacle/store";
import { resourceId } from "@binnacle/contract";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ingestRecords } from "../../testing/ingest-records.js";
import { startTestProvider, type TestProvider } from "../../testing/start-test-provider.js";

const CHILDREN = 2300;
const PARENT = { type: "Service", name: "orders" };
const ID = resourceId(PARENT.type, PARENT.name);
const LINES = { accept: "application/x-ndjson" };

describe("whole lists, one item a line", () => {
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
    const names = Array.from({ length: CHILDREN }, (_, index) => `orders/${index}`);
    await ingestRecords(database.url, [
      { kind: "resource", ...PARENT, parent: null },
      ...names.map((name) => ({ kind: "resource", type: "ServiceDeployment", name, parent: PARENT })),
      ...names.map((name, index) => ({
        kind: "reading",
        resource: PARENT,
        type: "Sample",
        storageMode: "TIME_SERIES",
        collectedOn: new Date(Date.UTC(2026, 4, 1) + index * 1000).toISOString(),
        value: { resourceType: "ServiceDeployment", resourceName: name },
      })),
    ]);
    await ingestRecords(database.url, [
      {
        kind: "reading",
        resource: PARENT,
        type: "Dependencies",
        value: names.map((name) => ({ resourceType: "ServiceDeployment", resourceName: name, "line\nfeed": "\n" })),
      },
      ...Array.from({ length: 3 }, (_, index) => ({ kind: `mystery ${index}` })),
    ]);
  });

  afterAll(async () => {
    await provider.close();
    await database.drop();
  });

  const get = (path: string, init: RequestInit = {}) => fetch(`${provider.origin}/api/v1${path}`, init);

  async function lines(path: string): Promise<unknown[]> {
    const response = await get(path, { headers: LINES });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/x-ndjson"]);
    expect(response.headers.get("etag")).toBeNull();
    const text = await response.text();
    expect(text === "" || text.endsWith("\n")).toBe(true);
    return text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  /** All items by pages; the paths of the cases are known only as texts. */
  const pages = (path: string): Promise<unknown[]> => {
    const { pathname, searchParams } = new URL(path, provider.origin);
    const query = Object.fromEntries(searchParams) as object;
    return Array.fromAsync(catalog.items(pathname as "/resources", { params: { query } }));
  };

  it.each([
    ["/resources", CHILDREN + 1],
    ["/resources?type=Service&readings=*&count=true", 1],
    ["/resources?type=Nothing", 0],
    [`/resources/${ID}/children`, CHILDREN],
    [`/resources/${ID}/descendants`, CHILDREN],
    [`/resources/${resourceId("ServiceDeployment", "orders/7")}/ancestors`, 1],
    [`/resources/${ID}/references`, CHILDREN],
    [`/resources/${resourceId("ServiceDeployment", "orders/7")}/referrers?readings=*`, 1],
    [`/resources/${ID}/readings`, 1],
    [`/resources/${ID}/readings/Sample/series`, CHILDREN],
    ["/readings?type=Dependencies", 1],
    ["/rejections", 3],
  ])("gives what all pages of %s give", async (path, count) => {
    const whole = await lines(path);
    expect(whole).toHaveLength(count);
    expect(whole).toEqual(await pages(path));
  });

  it("takes `limit` for the whole, not for a page, and goes on from a cursor", async () => {
    const all = await lines("/resources");
    expect(await lines("/resources?limit=2")).toEqual(all.slice(0, 2));
    const { nextCursor } = (await (await get("/resources?limit=1000")).json()) as { nextCursor: string };
    expect(await lines(`/resources?cursor=${nextCursor}`)).toEqual(all.slice(1000));
    expect(await lines(`/resources?cursor=${nextCursor}&limit=1000`)).toEqual(all.slice(1000, 2000));
  });

  it.each([
    [undefined, "application/json; charset=utf-8"],
    ["*/*", "application/json; charset=utf-8"],
    ["text/html", "application/json; charset=utf-8"],
    ["application/*", "application/json; charset=utf-8"],
    ["application/x-ndjson;q=0.5, application/json", "application/json; charset=utf-8"],
    ["application/x-ndjson;q=0, */*;q=0.1", "application/json; charset=utf-8"],
    ["application/x-ndjson, */*;q=0.1", "application/x-ndjson"],
    ["application/json;q=0.5, Application/X-NDJSON; q=0.9", "application/x-ndjson"],
  ])("answers who accepts %j with %s", async (accept, type) => {
    const response = await get("/resources?limit=1", accept === undefined ? {} : { headers: { accept } });
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("vary")).toBe("accept, accept-encoding, authorization");
    await response.text();
  });

  it("answers what is wrong with the request as ever", async () => {
    const absent = await get(`/resources/${resourceId("Service", "unknown")}/children`, { headers: LINES });
    expect(absent.status).toBe(404);
    expect(await absent.json()).toMatchObject({ code: "NOT_FOUND" });
    for (const query of ["limit=0", "limit=1001", "cursor=abc", "nope=1"]) {
      expect((await get(`/resources?${query}`, { headers: LINES })).status).toBe(400);
    }
  });

  it("answers HEAD without walking the list", async () => {
    const response = await get("/resources", { method: "HEAD", headers: LINES });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/x-ndjson"]);
    expect(await response.text()).toBe("");
    expect((await get("/resources/abc/children", { method: "HEAD", headers: LINES })).status).toBe(400);
  });

  it("cuts a list off that cannot be read to its end, compressed too", async () => {
    const admin = await createDataSource({ url: database.url, applicationName: "admin" }).initialize();
    await admin.query("ALTER VIEW resource_current RENAME TO sound");
    // Raises an error as soon as it comes to a row on the last page.
    await admin.query(`CREATE VIEW resource_current AS SELECT * FROM sound WHERE
      CASE WHEN name = 'orders/999' THEN 1 / (length(name) - length(name)) > 0 ELSE true END`);
    for (const encoding of ["identity", "gzip", "br"]) {
      const response = await get("/resources", { headers: { ...LINES, "accept-encoding": encoding } });
      expect([response.status, response.headers.get("content-encoding") ?? "identity"]).toEqual([200, encoding]);
      await expect(response.text()).rejects.toThrow("terminated");
    }
    await admin.query("DROP VIEW resource_current");
    await admin.query("ALTER VIEW sound RENAME TO resource_current");
    await admin.destroy();
  });
});
