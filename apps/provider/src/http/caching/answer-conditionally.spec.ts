import "reflect-metadata";
import { request, type IncomingMessage } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { resourceId } from "@binnacle/contract";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ingestRecords } from "../../testing/ingest-records.js";
import { startTestProvider, type TestProvider } from "../../testing/start-test-provider.js";

const ID = resourceId("Service", "orders");
const LARGE = "/api/v1/resources?readings=*";

describe("caching and compression", () => {
  let database: TestDatabase;
  let provider: TestProvider;

  beforeAll(async () => {
    database = await createTestDatabase();
    provider = await startTestProvider({
      DATABASE_URL: database.url,
      BINNACLE_TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:none",
    });
    await ingestRecords(database.url, [
      { kind: "resource", type: "Service", name: "orders" },
      {
        kind: "reading",
        resource: { type: "Service", name: "large" },
        type: "Text",
        value: "binnacle ".repeat(50_000),
      },
    ]);
  });

  afterAll(async () => {
    await provider.close();
    await database.drop();
  });

  /** Unlike `fetch` it adds no headers and decompresses nothing. */
  async function get(path: string, headers: Record<string, string> = {}, method = "GET") {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    request(`${provider.origin}${path}`, { headers, method }, resolve).on("error", reject).end();
    const response = await promise;
    return { status: response.statusCode, headers: response.headers, body: Buffer.concat(await response.toArray()) };
  }

  it.each([`/api/v1/resources/${ID}`, LARGE, "/api/v1/types", "/api/v1/contract", "/openapi.json"])(
    "answers 304 to who has the content of %s",
    async (path) => {
      const { status, headers, body } = await get(path);
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        etag: expect.stringMatching(/^W\/"[\w-]{22}"$/),
        "cache-control": "private, no-cache",
      });
      const etag = headers.etag!;
      for (const known of [etag, etag.slice(2), `"other", ${etag}`, "*"]) {
        const again = await get(path, { "if-none-match": known, "accept-encoding": "gzip" });
        expect([again.status, again.body.length]).toEqual([304, 0]);
        expect(again.headers).toMatchObject({ etag, "cache-control": "private, no-cache", vary: headers.vary });
        expect(again.headers["content-type"]).toBeUndefined();
      }
      const other = await get(path, { "if-none-match": '"other"' });
      expect([other.status, other.body.equals(body)]).toEqual([200, true]);
    },
  );

  it("gives another tag when anything in the content is another", async () => {
    const path = `/api/v1/resources/${ID}?readings=*`;
    const tags = new Set<string>();
    for (const value of [1, 2, 1.1]) {
      await ingestRecords(database.url, [
        {
          kind: "reading",
          resource: { type: "Service", name: "orders" },
          type: "N",
          value,
          collectedOn: `2026-0${tags.size + 1}-01T00:00:00Z`,
        },
      ]);
      tags.add((await get(path)).headers.etag!);
    }
    expect(tags.size).toBe(3);
  });

  it("has nothing kept of problems, of what posts answer and of what processes say of themselves", async () => {
    for (const path of [
      "/api/v1/resources/abc",
      `/api/v1/resources/${resourceId("A", "b")}`,
      "/nothing",
      "/healthz",
      "/metrics",
    ]) {
      const { headers } = await get(path, { "if-none-match": "*" });
      expect([path, headers["cache-control"], headers.etag]).toEqual([path, "no-store", undefined]);
    }
    const posted = await fetch(`${provider.origin}/api/v1/resources/query`, {
      method: "POST",
      headers: { "content-type": "application/json", "if-none-match": "*" },
      body: JSON.stringify({ ids: [ID] }),
    });
    expect([posted.status, posted.headers.get("cache-control"), posted.headers.get("etag")]).toEqual([
      200,
      "no-store",
      null,
    ]);
    await posted.text();
  });

  it("answers HEAD as GET, without the content", async () => {
    for (const path of [`/api/v1/resources/${ID}`, "/api/v1/resources", "/healthz", "/api/v1/resources/abc"]) {
      const full = await get(path);
      const head = await get(path, {}, "HEAD");
      expect([head.status, head.body.length]).toEqual([full.status, 0]);
      const { date: _, ...expected } = full.headers;
      if (path !== "/healthz") expect(head.headers).toMatchObject(expected);
    }
    const { etag } = (await get(`/api/v1/resources/${ID}`)).headers;
    expect((await get(`/api/v1/resources/${ID}`, { "if-none-match": etag! }, "HEAD")).status).toBe(304);
  });

  it("compresses as the client accepts, what is worth it", async () => {
    const plain = await get(LARGE);
    expect(plain.headers["content-encoding"]).toBeUndefined();
    for (const [accepted, encoding, decompress] of [
      ["gzip", "gzip", gunzipSync],
      ["br", "br", brotliDecompressSync],
      ["gzip, deflate, br", "br", brotliDecompressSync],
      ["br;q=0, gzip", "gzip", gunzipSync],
    ] as const) {
      const { headers, body } = await get(LARGE, { "accept-encoding": accepted });
      expect(headers).toMatchObject({
        "content-encoding": encoding,
        etag: plain.headers.etag,
        vary: plain.headers.vary,
      });
      expect(decompress(body).equals(plain.body)).toBe(true);
      expect(body.length).toBeLessThan(plain.body.length / 10);
    }
    const lines = await get(LARGE, { "accept-encoding": "gzip", accept: "application/x-ndjson" });
    expect(gunzipSync(lines.body).toString().split("\n")).toHaveLength(3);
    const small = await get(`/api/v1/resources/${ID}`, { "accept-encoding": "gzip" });
    expect(small.headers).toMatchObject({ vary: "accept-encoding, authorization" });
    expect(small.headers["content-encoding"]).toBeUndefined();
  });
});
