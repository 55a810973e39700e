import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { ProxiedBinnacleApi } from "./binnacle-api.js";

describe(ProxiedBinnacleApi.name, () => {
  let server: Server;
  const asked: string[] = [];

  afterEach(() => {
    asked.length = 0;
    server.closeAllConnections();
    server.close();
  });

  /** Backstage's back end with Binnacle behind its proxy, which answers one request after the other. */
  async function start(...answers: { status?: number; body: object }[]) {
    server = createServer((request, response) => {
      asked.push(`${request.headers.authorization} ${request.url}`);
      const { status = 200, body } = answers[asked.length - 1]!;
      const type = status === 200 ? "application/json" : "application/problem+json";
      response.writeHead(status, { "content-type": type }).end(JSON.stringify(body));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return (proxyPath?: string) =>
      new ProxiedBinnacleApi({
        getBaseUrl: async (pluginId) => `${origin}/api/${pluginId}`,
        // What Backstage's fetch API does: it adds who is signed in.
        fetch: (input, init) => {
          const request = new Request(input, init);
          request.headers.set("authorization", "Bearer of-ada");
          return fetch(request);
        },
        proxyPath,
      });
  }

  const overview = (services: object[], next: string | null = null) => ({ body: { result: { services, next } } });

  it("asks through the proxy, as who is signed in", async () => {
    const api = (await start(overview([{ name: "orders" }])))();
    expect(await api.service("orders")).toEqual({ name: "orders" });
    expect(asked).toEqual(["Bearer of-ada /api/proxy/binnacle/api/v1/calculations/service-overview?service=orders"]);
  });

  it("asks below another path where the proxy has one", async () => {
    const api = (await start({ body: { result: { vulnerabilities: [] } } }))("/catalog");
    expect(await api.vulnerabilities("a/b")).toEqual({ vulnerabilities: [] });
    expect(asked[0]).toContain("/api/proxy/catalog/api/v1/calculations/dependency-vulnerabilities?service=a%2Fb");
  });

  it("gives all services, a page after the other", async () => {
    const api = (await start(overview([{ name: "a" }, { name: "b" }], "b"), overview([{ name: "c" }])))();
    expect((await api.services()).map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(asked[1]).toMatch(/after=b$/);
  });

  it("knows no service where Binnacle knows none, and says what else went wrong", async () => {
    const problem = (status: number, code: string) => ({
      status,
      body: { type: `urn:binnacle:${code}`, title: code, status, detail: "No", code },
    });
    const api = (await start(problem(404, "NOT_FOUND"), problem(403, "FORBIDDEN")))();
    expect(await api.service("none")).toBeUndefined();
    await expect(api.service("none")).rejects.toMatchObject({ name: "ProblemError", code: "FORBIDDEN" });
  });
});
