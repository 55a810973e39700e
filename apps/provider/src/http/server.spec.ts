import "reflect-metadata";
import { request, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { ConfigurationError } from "@binnacle/errors";
import { createDataSource } from "@binnacle/store";
import { createTestDatabase, until, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startTestProvider, type TestProvider } from "../testing/start-test-provider.js";

const BINNACLE_TOPIC_ARN = "arn:aws:sns:us-east-1:000000000000:none";

describe("the server", () => {
  let database: TestDatabase;
  let provider: TestProvider;

  beforeAll(async () => {
    database = await createTestDatabase();
    provider = await startTestProvider({ DATABASE_URL: database.url, BINNACLE_TOPIC_ARN });
  });

  afterAll(async () => {
    await provider.close();
    await database.drop();
  });

  const get = (path: string, init: RequestInit = {}) => fetch(`${provider.origin}${path}`, init);

  /** `fetch` does not let a caller choose the Host. */
  async function getWithHost(path: string, host: string): Promise<{ status: number; body: any }> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    request(`${provider.origin}${path}`, { headers: { host } }, resolve).on("error", reject).end();
    const response = await promise;
    const text = (await response.toArray()).join("");
    return { status: response.statusCode!, body: JSON.parse(text) };
  }

  it("says that it lives, that it is ready, and what it measures by route", async () => {
    expect(await (await get("/healthz")).json()).toMatchObject({ status: "ok", name: "provider", pid: process.pid });
    const ready = await get("/readyz");
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ status: "ready", checks: { database: { status: "ok" } } });
    await get("/api/v1/resources/6f1d7f0e-6b0f-5d0a-9a55-0c1f1b6c2a11");
    await get("/api/v1/no-such-route/1");
    const metrics = await (await get("/metrics")).text();
    expect(metrics).toMatch(
      /^binnacle_provider_request_seconds_count\{.*route="\/api\/v1\/resources\/:id",status="404".*\} 1$/m,
    );
    expect(metrics.includes("no-such-route")).toBe(false);
  });

  it("answers loopback hosts only, on every path", async () => {
    for (const path of ["/", "/healthz", "/api/v1/types", "/api/v1/nothing", "/docs", "/openapi.json"]) {
      const { status, body } = await getWithHost(path, "evil.example");
      expect({ path, status, code: body.code, type: body.type }).toEqual({
        path,
        status: 421,
        code: "FORBIDDEN",
        type: "urn:binnacle:FORBIDDEN",
      });
    }
    expect((await getWithHost("/healthz", "localhost:1")).status).toBe(200);
  });

  it.each([
    ["NONSENSE", 400, "INVALID_PARAMETER"],
    [`GET / HTTP/1.1\r\nhost: localhost\r\nx: ${"a".repeat(60_000)}`, 431, "TOO_LARGE"],
    [
      "POST /api/v1/records HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nzz",
      400,
      "INVALID_PARAMETER",
    ],
    ["GET /api/v1/types HTTP/1.1\r\nconnection: close", 421, "FORBIDDEN"],
  ])("answers %j as a problem, though it is no request", async (text, status, code) => {
    const socket = connect(Number(new URL(provider.origin).port), "127.0.0.1");
    socket.write(`${text}\r\n\r\n`);
    const [head, body] = (await socket.toArray()).join("").split("\r\n\r\n");
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} .*\r\ncontent-type: application/problem\\+json`, "s"));
    expect(JSON.parse(body!)).toMatchObject({ type: `urn:binnacle:${code}`, status, code });
  });

  it("answers a wrong method and an unknown path as a problem", async () => {
    for (const [method, path] of [
      ["DELETE", "/api/v1/types"],
      ["POST", "/api/v1/resources"],
      ["PUT", "/api/v1/records"],
      ["GET", "/api/v1/records"],
      ["GET", "/api/v2/types"],
      ["GET", "/nothing"],
    ] as const) {
      const response = await get(path, { method });
      expect({ method, path, status: response.status }).toEqual({ method, path, status: 404 });
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(await response.json()).toMatchObject({ code: "NOT_FOUND", status: 404 });
    }
  });

  it("serves a reader of the API that needs nothing from elsewhere", async () => {
    const page = await (await get("/docs")).text();
    const assets = [...page.matchAll(/(?:src|href)=["']([^"']+)["']/g)].map(([, url]) => url!);
    expect(assets.length).toBeGreaterThan(3);
    for (const url of assets) {
      const { origin, pathname } = new URL(url, `${provider.origin}/docs`);
      expect(origin).toBe(provider.origin);
      const asset = await get(pathname);
      await asset.body?.cancel();
      expect({ pathname, status: asset.status }).toEqual({ pathname, status: 200 });
    }
  });

  it("says 503 while the database does not answer, and recovers by itself", async () => {
    const lost = await startTestProvider({
      DATABASE_URL: "postgresql://postgres@127.0.0.1:9/none",
      BINNACLE_TOPIC_ARN,
    });
    const response = await fetch(`${lost.origin}/api/v1/resources`);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(await response.json()).toMatchObject({ type: "urn:binnacle:UNAVAILABLE", code: "UNAVAILABLE", status: 503 });
    expect((await fetch(`${lost.origin}/readyz`)).status).toBe(503);
    expect((await fetch(`${lost.origin}/healthz`)).status).toBe(200);
    await lost.close();

    const admin = await createDataSource({ url: database.url, applicationName: "admin" }).initialize();
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    await admin.destroy();
    await until("the provider answers again", async () => {
      const answer = await get("/api/v1/resources");
      await answer.body?.cancel();
      return answer.status === 200;
    });
  });

  it("is not ready where migrations are missing", async () => {
    const empty = await createTestDatabase({ migrated: false });
    const early = await startTestProvider({ DATABASE_URL: empty.url, BINNACLE_TOPIC_ARN });
    const ready = await fetch(`${early.origin}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ checks: { database: { status: "failed", reason: /lacks/ } } });
    await early.close();
    await empty.drop();
  });

  it("finishes the requests that it has before it closes, and takes no more", async () => {
    const closing = await startTestProvider({ DATABASE_URL: database.url, BINNACLE_TOPIC_ARN });
    await (await fetch(`${closing.origin}/api/v1/resources`)).arrayBuffer();
    const admin = await createDataSource({ url: database.url, applicationName: "admin" }).initialize();
    const lock = admin.createQueryRunner();
    await lock.startTransaction();
    await lock.query("LOCK TABLE resource");
    const inFlight = fetch(`${closing.origin}/api/v1/resources`);
    const waiting =
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name = 'binnacle-provider'";
    await until("the request waits for the lock", async () => (await admin.query(waiting)).length > 0);
    const closed = closing.close();
    await lock.commitTransaction();
    const finished = await inFlight;
    expect(finished.status).toBe(200);
    await finished.arrayBuffer();
    await closed;
    await expect(fetch(`${closing.origin}/healthz`)).rejects.toThrow();
    await lock.release();
    await admin.destroy();
  });

  it("refuses in one line to listen where something else does", async () => {
    const PORT = Number(new URL(provider.origin).port);
    const taken = startTestProvider({ DATABASE_URL: database.url, BINNACLE_TOPIC_ARN, PORT });
    await expect(taken).rejects.toThrow(ConfigurationError);
    await expect(taken).rejects.toThrow(`PORT: cannot listen on 127.0.0.1 port ${PORT} (EADDRINUSE)`);
  });
});
