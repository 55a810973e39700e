import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { BinnacleClient, type ClientOptions } from "./binnacle-client.js";
import { ProblemError } from "./problem-error.js";

const NOT_FOUND = {
  type: "urn:binnacle:NOT_FOUND",
  title: "There is no such thing",
  status: 404,
  detail: "There is no Resource x",
  code: "NOT_FOUND",
};

describe(BinnacleClient.name, () => {
  const servers: Server[] = [];
  let requests: IncomingMessage[] = [];

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
    requests = [];
  });

  async function clientOf(
    listener: RequestListener,
    options: ClientOptions = {},
    prefix = "",
  ): Promise<BinnacleClient> {
    const server = createServer((request, response) => {
      requests.push(request);
      listener(request, response);
    }).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    return new BinnacleClient({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
      ...options,
    });
  }

  const json =
    (body: unknown, status = 200): RequestListener =>
    (_, response) => {
      const type = status === 200 ? "application/json" : "application/problem+json";
      response.writeHead(status, { "content-type": type }).end(JSON.stringify(body));
    };

  it("asks below the base path, behind a prefix too, with parameters encoded", async () => {
    const client = await clientOf(json({ id: "1" }), {}, "/catalog/");
    const resource = await client.get("/resources/by-name", {
      params: { query: { type: "Service", name: "a/b%?&é" } },
    });
    expect(resource.id).toBe("1");
    await client.get("/resources/{id}/readings/{type}", { params: { path: { id: "1", type: "A:b" } } });
    expect(requests.map(({ url }) => url)).toEqual([
      "/catalog/api/v1/resources/by-name?type=Service&name=a%2Fb%25%3F%26%C3%A9",
      "/catalog/api/v1/resources/1/readings/A%3Ab",
    ]);
  });

  it("sends its token in a header, asked for anew each time, and in no URL", async () => {
    const tokens = ["first", undefined];
    const client = await clientOf(json({}), { token: () => Promise.resolve(tokens.shift()) });
    await client.get("/types");
    await client.get("/types");
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer first", undefined]);
    expect(requests.map(({ url }) => url)).toEqual(["/api/v1/types", "/api/v1/types"]);
    const fixed = await clientOf(json({}), { token: "fixed" });
    await fixed.post("/resources/query", { body: { ids: [] } });
    expect(requests.at(-1)!.headers.authorization).toBe("Bearer fixed");
  });

  it("raises problems with their code, status, faults and when to try again", async () => {
    const client = await clientOf(json(NOT_FOUND, 404));
    const failing = client.get("/resources/{id}", { params: { path: { id: "x" } } });
    await expect(failing).rejects.toThrow(ProblemError);
    await expect(failing).rejects.toMatchObject({
      message: NOT_FOUND.detail,
      status: 404,
      code: "NOT_FOUND",
      errors: [],
      retryAfter: undefined,
      isPassing: false,
    });
    const busy = await clientOf((_, response) => response.writeHead(502, { "retry-after": "7" }).end("<html>"));
    await expect(busy.delete("/rejections/{id}", { params: { path: { id: "1" } } })).rejects.toMatchObject({
      status: 502,
      code: undefined,
      problem: undefined,
      retryAfter: 7,
      isPassing: true,
    });
  });

  it("gives nothing where nothing is answered", async () => {
    const client = await clientOf((_, response) => response.writeHead(204).end());
    expect(await client.delete("/rejections/{id}", { params: { path: { id: "1" } } })).toBeUndefined();
  });

  it("lets another parser keep every digit", async () => {
    const text = '{"items":[{"value":12345678901234567890}],"nextCursor":null}';
    const listener: RequestListener = (request, response) => {
      if (request.method === "DELETE") response.writeHead(204).end();
      else response.writeHead(200, { "content-type": "application/json" }).end(text);
    };
    const client = await clientOf(listener, { parse: (json) => ({ kept: json }) });
    expect(await client.get("/types")).toEqual({ kept: text });
    expect(await client.delete("/rejections/{id}", { params: { path: { id: "1" } } })).toBeUndefined();
  });

  it("stops with its signal", async () => {
    const client = await clientOf(() => undefined);
    const abort = new AbortController();
    const failing = client.get("/types", { signal: abort.signal });
    abort.abort();
    await expect(failing).rejects.toThrow("aborted");
  });

  it("walks all pages, keeping the parameters, and asks for one only when it is needed", async () => {
    const pages: Record<string, unknown> = {
      "/api/v1/resources?type=A&type=B": { items: [1, 2], nextCursor: "x y" },
      "/api/v1/resources?type=A&type=B&cursor=x%20y": { items: [], nextCursor: "z" },
      "/api/v1/resources?type=A&type=B&cursor=z": { items: [3], nextCursor: null },
    };
    const client = await clientOf((request, response) => json(pages[request.url!])(request, response));
    const init = { params: { query: { type: ["A", "B"] } } };
    const items: unknown[] = [];
    for await (const item of client.items("/resources", init)) items.push(item);
    expect(items).toEqual([1, 2, 3]);
    expect(requests).toHaveLength(3);
    for await (const page of client.pages("/resources", init)) {
      expect(page.items).toEqual([1, 2]);
      break;
    }
    expect(requests).toHaveLength(4);
  });

  it("reads a whole list by line, whatever the pieces that it comes in", async () => {
    const text = '{"name":"é"}\n{"name":"b\\n"}\n{"name":"c"}\n';
    const client = await clientOf(async (_, response) => {
      response.writeHead(200, { "content-type": "application/x-ndjson" });
      for (const byte of Buffer.from(text)) {
        response.write(Buffer.from([byte]));
        await new Promise(setImmediate);
      }
      response.end();
    });
    const names: string[] = [];
    for await (const { name } of client.lines("/resources", { params: { query: { limit: 3 } } })) names.push(name);
    expect(names).toEqual(["é", "b\n", "c"]);
    expect(requests.map(({ url, headers }) => [url, headers.accept])).toEqual([
      ["/api/v1/resources?limit=3", "application/x-ndjson"],
    ]);
  });

  it("takes no list that is cut off for a whole one, and ends the transfer where its reader stops", async () => {
    const cut = await clientOf((_, response) => {
      response.write('{"name":"a"}\n{"na', () => response.destroy());
    });
    const names: string[] = [];
    const reading = async () => {
      for await (const { name } of cut.lines("/resources")) names.push(name);
    };
    await expect(reading()).rejects.toThrow("terminated");
    expect(names).toEqual(["a"]);

    const gone = Promise.withResolvers<void>();
    const endless = await clientOf((_, response) => {
      response.on("close", gone.resolve);
      const more = () => response.destroyed || response.write('{"name":"a"}\n', () => setImmediate(more));
      more();
    });
    for await (const { name } of endless.lines("/resources")) {
      expect(name).toBe("a");
      break;
    }
    await gone.promise;
  });
});
