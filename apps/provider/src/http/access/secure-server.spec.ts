import "reflect-metadata";
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { readEnvironment } from "@binnacle/platform";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { AuthEnvironment } from "../../auth/auth-environment.js";
import type { ProviderEnvironment } from "../../provider-environment.js";
import { startTestProvider, type TestProvider } from "../../testing/start-test-provider.js";
import { bearer, createTestToken, writeTokenFile } from "../../testing/test-tokens.js";

const BINNACLE_TOPIC_ARN = "arn:aws:sns:us-east-1:000000000000:none";
const ADA = createTestToken("ada", "read", "publish:*:*");
const BOB = createTestToken("bob", "read");

describe("what stands between the network and the routes", () => {
  let database: TestDatabase;
  let provider: TestProvider;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => provider.close());
  afterAll(() => database.drop());

  async function start(environment: Partial<ProviderEnvironment> = {}): Promise<void> {
    provider = await startTestProvider({ DATABASE_URL: database.url, BINNACLE_TOPIC_ARN, ...environment });
  }

  const withTokens = async (environment: Partial<ProviderEnvironment> = {}): Promise<void> =>
    start({ BINNACLE_AUTH: "tokens", BINNACLE_TOKENS_FILE: await writeTokenFile(ADA, BOB), ...environment });

  const ask = (path: string, headers: Record<string, string> = {}, method = "GET", body?: string) =>
    fetch(`${provider.origin}${path}`, { method, headers, ...(body !== undefined && { body }) });

  /** `fetch` sets some headers as it likes. */
  async function statusAt(
    path: string,
    headers: Record<string, string>,
    method = "GET",
    body?: string,
  ): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    request(`${provider.origin}${path}`, { method, headers, agent: false }, resolve).on("error", reject).end(body);
    const response = await promise;
    response.resume();
    return response.statusCode!;
  }

  async function statusOf(response: Promise<Response>): Promise<number> {
    const { status, body } = await response;
    await body?.cancel();
    return status;
  }

  async function expectProblem(asked: Promise<Response>, status: number, code: string): Promise<Response> {
    const response = await asked;
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ type: `urn:binnacle:${code}`, status, code });
    expect(response.status).toBe(status);
    return response;
  }

  describe("pages of other origins", () => {
    const JSON_TYPE = { "content-type": "application/json" };
    const EVIL = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const message = '{"records":[]}';

    it("can post nothing, in whatever form", async () => {
      await start();
      for (const type of [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
      ]) {
        for (const origin of [
          EVIL,
          { origin: "https://evil.example" },
          { origin: "null" },
          { origin: "null", "sec-fetch-site": "cross-site" },
          // Another process of this machine.
          { origin: "http://127.0.0.1:1", "sec-fetch-site": "same-site" },
          { origin: "http://127.0.0.1:1" },
          { origin: provider.origin.replace("http:", "https:").replace("127.0.0.1", "127.0.0.1.evil.example") },
          { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
        ]) {
          const headers = { ...origin, "content-type": type } as Record<string, string>;
          await expectProblem(ask("/api/v1/records", headers, "POST", message), 403, "FORBIDDEN");
        }
      }
      const id = "6f1d7f0e-6b0f-5d0a-9a55-0c1f1b6c2a11";
      await expectProblem(ask(`/api/v1/rejections/${id}/redrive`, EVIL, "POST"), 403, "FORBIDDEN");
      await expectProblem(ask(`/api/v1/rejections/${id}`, EVIL, "DELETE"), 403, "FORBIDDEN");
    });

    it("get no answers, not even through images and frames, but may link here", async () => {
      await start();
      for (const destination of ["image", "script", "empty", "iframe"]) {
        const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": destination };
        expect(await statusAt("/api/v1/types", headers)).toBe(403);
      }
      const frame = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" };
      expect(await statusAt("/docs", frame)).toBe(403);
      const link = { ...frame, "sec-fetch-dest": "document" };
      expect(await statusAt("/docs", link)).toBe(200);
      expect(await statusAt("/api/v1/records", { ...link, ...JSON_TYPE }, "POST", message)).toBe(403);
    });

    it("cannot reach a server on loopback through a name of theirs that leads to it", async () => {
      await start();
      const { port } = new URL(provider.origin);
      const host = `evil.example:${port}`;
      const rebound = { ...JSON_TYPE, host, origin: `http://${host}`, "sec-fetch-site": "same-origin" };
      expect(await statusAt("/api/v1/records", rebound, "POST", message)).toBe(421);
      expect(await statusAt("/api/v1/types", rebound)).toBe(421);
    });

    it("are told from our own, and from what is no page at all", async () => {
      await start();
      for (const own of [
        {},
        { "sec-fetch-site": "none" },
        { origin: provider.origin, "sec-fetch-site": "same-origin" },
        { origin: provider.origin },
        // A proxy that changes the host.
        { origin: "https://binnacle.example", "sec-fetch-site": "same-origin" },
      ]) {
        const headers = { ...own, ...JSON_TYPE } as Record<string, string>;
        expect(await statusOf(ask("/api/v1/records", headers, "POST", message))).toBe(202);
      }
    });

    it("of origins that the operator names may call the API, and no others", async () => {
      const origin = "https://portal.example.com";
      await withTokens({ BINNACLE_CORS_ORIGINS: [origin] });
      const cors = { origin, "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" };
      const preflight = await ask(
        "/api/v1/records",
        { ...cors, "access-control-request-method": "POST", "access-control-request-headers": "authorization" },
        "OPTIONS",
      );
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
      expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
      expect(preflight.headers.has("access-control-allow-credentials")).toBe(false);

      const answer = await ask("/api/v1/records", { ...cors, ...JSON_TYPE, ...bearer(ADA.token) }, "POST", message);
      expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([202, origin]);
      const refused = await expectProblem(ask("/api/v1/types", cors), 401, "UNAUTHENTICATED");
      expect(refused.headers.get("access-control-allow-origin")).toBe(origin);

      const foreign = { ...cors, origin: "https://portal.example.com.evil.example" };
      const other = await expectProblem(ask("/api/v1/types", { ...foreign, ...bearer(ADA.token) }), 403, "FORBIDDEN");
      expect(other.headers.has("access-control-allow-origin")).toBe(false);
    });

    it("get no leave of any kind unless the operator says so", async () => {
      await withTokens();
      const headers = { origin: "https://portal.example.com", "access-control-request-method": "POST" };
      const preflight = await ask("/api/v1/records", headers, "OPTIONS");
      await preflight.body?.cancel();
      expect(preflight.ok).toBe(false);
      expect(preflight.headers.has("access-control-allow-origin")).toBe(false);
    });
  });

  describe("limits", () => {
    it("hold for each token by itself, and say when to come again", async () => {
      await withTokens({ BINNACLE_RATE_LIMIT: 3 });
      for (let count = 0; count < 3; count++) expect(await statusOf(ask("/api/v1/types", bearer(ADA.token)))).toBe(200);
      const limited = await expectProblem(ask("/api/v1/types", bearer(ADA.token)), 429, "RATE_LIMITED");
      const wait = Number(limited.headers.get("retry-after"));
      expect(wait > 0 && wait <= 60).toBe(true);
      expect(await statusOf(ask("/api/v1/types", bearer(BOB.token)))).toBe(200);
      expect(await statusOf(ask("/healthz"))).toBe(200);
    });

    it("hold for bad tokens by address, and lock nobody out who has a good one", async () => {
      await withTokens({ BINNACLE_AUTH_FAILURE_LIMIT: 2 });
      for (const guess of ["a", "b"]) expect(await statusOf(ask("/api/v1/types", bearer(guess)))).toBe(401);
      const limited = await expectProblem(ask("/api/v1/types", bearer("c")), 429, "RATE_LIMITED");
      expect(limited.headers.get("retry-after")).toMatch(/^\d+$/);
      expect(await statusOf(ask("/api/v1/types"))).toBe(401);
      expect(await statusOf(ask("/api/v1/types", bearer(ADA.token)))).toBe(200);
    });

    it("believe a proxy about addresses only where it is a trusted one", async () => {
      const guess = (from: string) => statusOf(ask("/api/v1/types", { ...bearer("guess"), "x-forwarded-for": from }));
      await withTokens({ BINNACLE_AUTH_FAILURE_LIMIT: 1 });
      expect([await guess("192.0.2.1"), await guess("192.0.2.2")]).toEqual([401, 429]);
      await provider.close();
      const trusting = readEnvironment(AuthEnvironment, { BINNACLE_TRUSTED_PROXIES: "127.0.0.0/8" });
      await withTokens({
        ...trusting,
        BINNACLE_AUTH: "tokens",
        BINNACLE_TOKENS_FILE: await writeTokenFile(ADA),
        BINNACLE_AUTH_FAILURE_LIMIT: 1,
      });
      expect([await guess("192.0.2.1"), await guess("192.0.2.2"), await guess("192.0.2.1")]).toEqual([401, 401, 429]);
    });

    it("hold for bodies, smaller ones than the intake's elsewhere", async () => {
      await withTokens();
      const blank = " ".repeat(8 * 1024 * 1024 + 1);
      const headers = { ...bearer(ADA.token), "content-type": "application/json" };
      await expectProblem(ask("/api/v1/resources/query", headers, "POST", blank), 413, "TOO_LARGE");
      expect(await statusOf(ask("/api/v1/records", headers, "POST", `${blank}{"records":[]}`))).toBe(202);
    });

    it("let who sends too large a body finish, so that the answer is read", async () => {
      await start();
      const size = 20 * 1024 * 1024;
      const socket = connect(Number(new URL(provider.origin).port), "127.0.0.1").setEncoding("latin1");
      let received = "";
      socket.on("data", (text: string) => (received += text));
      socket.write(
        `POST /api/v1/records HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\n`,
      );
      socket.write(`content-length: ${size}\r\n\r\n`);
      socket.end(Buffer.alloc(size, " "));
      await once(socket, "close");
      expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 413"]);
    });
  });

  describe("headers", () => {
    const POLICY = /^default-src 'none';script-src 'self';style-src 'self';/;

    it("let browsers run nothing that is not a file of this server, also where something went wrong", async () => {
      await withTokens();
      for (const [path, status] of [
        ["/api/v1/types", 200],
        ["/api/v1/nothing", 404],
        ["/healthz", 200],
      ] as const) {
        const response = await ask(path, bearer(ADA.token));
        await response.body?.cancel();
        expect([path, response.status]).toEqual([path, status]);
        expect(response.headers.get("content-security-policy")).toMatch(POLICY);
        expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
        expect(response.headers.get("x-content-type-options")).toBe("nosniff");
        expect(response.headers.get("referrer-policy")).toBe("no-referrer");
        expect(response.headers.get("strict-transport-security")).toBe("max-age=31536000");
        expect(response.headers.has("x-powered-by")).toBe(false);
      }
    });

    it("let the page of the API's documentation work, which has no scripts inline", async () => {
      await start();
      const response = await ask("/docs");
      const policy = response.headers.get("content-security-policy")!;
      expect(policy).toMatch(/script-src 'self';style-src 'self' 'unsafe-inline'/);
      const page = await response.text();
      expect([...page.matchAll(/<script(?! src=)/g)]).toEqual([]);
      expect([...page.matchAll(/ on[a-z]+="/g)]).toEqual([]);
      expect(response.headers.has("strict-transport-security")).toBe(false);
    });
  });
});
