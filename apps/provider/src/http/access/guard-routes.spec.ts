import "reflect-metadata";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createTestContext, startTestProvider, type TestProvider } from "../../testing/start-test-provider.js";
import { bearer, createTestToken, writeTokenFile } from "../../testing/test-tokens.js";
import { createServer } from "../server.js";

const BINNACLE_TOPIC_ARN = "arn:aws:sns:us-east-1:000000000000:none";
const PUBLIC = ["/", "/healthz", "/readyz"];
/** The rest are pages and files of the UI, where that is built. */
const GUARDED = /^\/(?:api|docs|openapi|metrics)(?:[/.]|$)/;
const ID = "6f1d7f0e-6b0f-5d0a-9a55-0c1f1b6c2a11";

const READER = createTestToken("reader", "read");
const PUBLISHER = createTestToken("publisher", "publish:*:*");
const ADMIN = createTestToken("admin", "admin");
const SCRAPER = createTestToken("scraper", "metrics");
const POWERLESS = createTestToken("powerless", "remove:nobody:Nothing");
const EVERYBODY = [READER, PUBLISHER, ADMIN, SCRAPER, POWERLESS];

describe("the guard of routes", () => {
  let database: TestDatabase;
  let provider: TestProvider;

  beforeAll(async () => {
    database = await createTestDatabase();
    provider = await startTestProvider({
      DATABASE_URL: database.url,
      BINNACLE_TOPIC_ARN,
      BINNACLE_AUTH: "tokens",
      BINNACLE_TOKENS_FILE: await writeTokenFile(...EVERYBODY),
      BINNACLE_AUTH_FAILURE_LIMIT: 0,
    });
  });

  afterAll(async () => {
    await provider.close();
    await database.drop();
  });

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${provider.origin}${path}`, { redirect: "manual", ...init });

  async function expectProblem(response: Response, status: number, code: string): Promise<any> {
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const body = (await response.json()) as any;
    expect({ status: response.status, body }).toMatchObject({ status, body: { status, code } });
    return body;
  }

  it("closes every route of Fastify's to requests without a token, to bad tokens and to tokens without its scope", async () => {
    const routes = [...provider.routes].map((route) => {
      const [method = "", path = ""] = route.split(" ");
      return { method, path };
    });
    expect(routes.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        "/metrics",
        "/docs",
        "/docs/*",
        "/openapi.json",
        "/api/v1/records",
        "/api/v1/resources/:id",
      ]),
    );
    expect(routes.length).toBeGreaterThan(40);
    const root = (await ask("/")).status;
    // The intake then wants a body.
    const open: Record<string, number> = { GET: 200, HEAD: 200, POST: 415 };
    for (const { method, path } of routes) {
      const url = path.replace(":id", ID).replace(":type", "A").replace("*", "swagger-ui.css");
      const statusWith = async (headers: Record<string, string>): Promise<number> => {
        const response = await ask(url, { method, headers });
        const { status } = response;
        if (status === 401 || status === 403) {
          expect(response.headers.get("content-type")).toBe("application/problem+json");
        }
        await response.body?.cancel();
        return status;
      };
      const statuses = [
        await statusWith({}),
        await statusWith(bearer("binnacle_guess")),
        await statusWith(bearer(POWERLESS.token)),
      ];
      const isOfTheUi = !GUARDED.test(path) && !PUBLIC.includes(path);
      if (isOfTheUi) expect([path, method]).toEqual([path, expect.stringMatching(/^(GET|HEAD)$/)]);
      // Whoever publishes may ask for receipts; this one is nobody's.
      const isReceipt = path === "/api/v1/receipts/:id";
      const isForRemovers = path === "/api/v1/records" || path === "/api/v1/contract" || path === "/api/v1/naming";
      if (isOfTheUi || PUBLIC.includes(path)) {
        expect({ method, path, statuses }).toEqual({
          method,
          path,
          statuses: Array(3).fill(path === "/" ? root : 200),
        });
      } else if (isReceipt) expect({ method, path, statuses }).toEqual({ method, path, statuses: [401, 401, 404] });
      else if (isForRemovers)
        expect({ method, path, statuses }).toEqual({ method, path, statuses: [401, 401, open[method]] });
      else expect({ method, path, statuses }).toEqual({ method, path, statuses: [401, 401, 403] });
    }
  });

  it("guards every operation of the OpenAPI document as that says", async () => {
    const document = (await (await ask("/openapi.json", { headers: bearer(READER.token) })).json()) as any;
    const operations = Object.entries<any>(document.paths).flatMap(([path, item]) =>
      Object.entries<any>(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    );
    for (const { method, path, operation } of operations) {
      const url = path.replace("{id}", ID).replace("{type}", "A");
      if (operation.security.length === 0) {
        expect(PUBLIC).toContain(path);
        continue;
      }
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(["401", "403", "429"]));
      const scopes = operation.security.map(({ token: [scope] }: any) => scope as string);
      expect({ method, path, scopes }).toEqual({ method, path, scopes: expect.arrayContaining([expect.any(String)]) });
      await expectProblem(await ask(url, { method }), 401, "UNAUTHENTICATED");
      for (const { token, entry } of EVERYBODY) {
        const response = await ask(url, { method, headers: bearer(token) });
        await response.body?.cancel();
        const isOpen = entry.scopes.some((scope) => scopes.includes(scope.split(":")[0]));
        expect({ method, path, name: entry.name, isRefused: response.status === 403 }).toEqual({
          method,
          path,
          name: entry.name,
          isRefused: !isOpen,
        });
      }
    }
    expect(document.components.securitySchemes.token).toMatchObject({ type: "http", scheme: "bearer" });
  });

  it("says what it wants of who comes without a token, with a bad one, and with too weak a one", async () => {
    const without = await ask("/api/v1/types");
    expect(without.headers.get("www-authenticate")).toBe('Bearer realm="binnacle"');
    await expectProblem(without, 401, "UNAUTHENTICATED");
    for (const authorization of [
      "Bearer guess",
      `Bearer ${READER.token}x`,
      `Bearer ${READER.token.toUpperCase()}`,
      `Bearer ${READER.token} ${READER.token}`,
      READER.token,
      `Basic ${btoa(`any:${READER.token}`)}`,
      "Bearer",
      "",
    ]) {
      const response = await ask("/api/v1/types", { headers: { authorization } });
      expect(response.headers.get("www-authenticate")).toMatch(
        /^Bearer realm="binnacle", error="invalid_(token|request)"/,
      );
      await expectProblem(response, 401, "UNAUTHENTICATED");
    }
    const weak = await ask("/api/v1/types", { headers: bearer(ADMIN.token) });
    expect(weak.headers.get("www-authenticate")).toContain('error="insufficient_scope", scope="read"');
    await expectProblem(weak, 403, "FORBIDDEN");
    expect((await ask("/api/v1/types", { headers: bearer(READER.token) })).status).toBe(200);
    expect((await ask("/api/v1/types", { headers: { authorization: `bearer  ${READER.token}` } })).status).toBe(200);
  });

  it("hides which routes there are from who has no token", async () => {
    await expectProblem(await ask("/api/v1/nothing"), 401, "UNAUTHENTICATED");
    await expectProblem(await ask("/api/v1/types", { method: "PUT" }), 401, "UNAUTHENTICATED");
    await expectProblem(await ask("/api/v1/nothing", { headers: bearer(ADMIN.token) }), 404, "NOT_FOUND");
  });

  it("takes no token from a URL or a cookie", async () => {
    for (const name of ["access_token", "token", "authorization"]) {
      const path = `/api/v1/types?${name}=${READER.token}`;
      await expectProblem(await ask(path), 401, "UNAUTHENTICATED");
      const { errors } = await expectProblem(
        await ask(path, { headers: bearer(READER.token) }),
        400,
        "INVALID_PARAMETER",
      );
      expect(errors).toEqual([expect.objectContaining({ path: name })]);
    }
    await expectProblem(
      await ask("/api/v1/types", { headers: { cookie: `token=${READER.token}` } }),
      401,
      "UNAUTHENTICATED",
    );
  });

  it("lets browsers read the pages with a token as the password that they ask for", async () => {
    for (const path of ["/docs", "/docs/swagger-ui-init.js", "/docs/swagger-ui.css", "/openapi.json"]) {
      const statusWith = async (headers: Record<string, string>) => {
        const response = await ask(path, { headers });
        await response.body?.cancel();
        return response.status;
      };
      const challenge = await ask(path);
      expect([challenge.status, challenge.headers.get("www-authenticate")]).toEqual([
        401,
        expect.stringMatching(/, Basic /),
      ]);
      const basic = (token: string) => ({ authorization: `Basic ${btoa(`ada:${token}`)}` });
      expect(await statusWith(basic(READER.token))).toBe(200);
      expect(await statusWith(basic("guess"))).toBe(401);
      expect(await statusWith(basic(ADMIN.token))).toBe(403);
      expect(await statusWith(bearer(READER.token))).toBe(200);
    }
  });

  it("refuses before it reads a body", async () => {
    const body = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1024)) });
    const init = { method: "POST", body, duplex: "half", headers: { "content-type": "application/json" } };
    await expectProblem(await ask("/api/v1/records", init as RequestInit), 401, "UNAUTHENTICATED");
  });

  it("closes what does not say who may use it", async () => {
    const context = createTestContext({ DATABASE_URL: database.url, BINNACLE_TOPIC_ARN });
    const app = await createServer(class Empty {}, { ...context, authenticator: undefined });
    const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    fastify.get("/forgotten", () => "secret");
    await app.listen(0, "127.0.0.1");
    await expectProblem(await fetch(`${await app.getUrl()}/forgotten`), 403, "FORBIDDEN");
    await app.close();
  });
});
