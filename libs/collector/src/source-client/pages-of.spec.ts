import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { AnsweringServer, json, status } from "../test-servers/answering-server.js";
import { errorOf } from "../test-servers/error-of.js";
import { SourceClient } from "./source-client.js";
import type { SourceClientOptions } from "./source-client-options.js";

describe("the pages of a list", () => {
  let server: AnsweringServer;

  function client(options: Partial<SourceClientOptions> = {}): SourceClient {
    return new SourceClient({ baseUrl: server.origin, retryDelayMs: 1, ...options });
  }

  beforeEach(async () => {
    server = await AnsweringServer.start();
  });

  afterEach(() => server.stop());

  it("follows the Link header, relative or not", async () => {
    server.answerWith(
      json([1], { link: '</v2/list?last=1&n=1>; rel="next"' }),
      json([2], { link: `<${server.origin}/first>; rel="first", <?last=2>; title="a, b"; rel="prev next"` }),
      json([3]),
    );
    expect(await Array.fromAsync(client().pages("/v2/list", { query: { n: 1 } }))).toEqual([[1], [2], [3]]);
    expect(server.requests.map(({ url }) => url)).toEqual(["/v2/list?n=1", "/v2/list?last=1&n=1", "/v2/list?last=2"]);
  });

  it("follows what a function says, a path below the base URL as well", async () => {
    server.answerWith(json({ next: "b" }), json({ next: "c" }), json({}));
    const next = (answer: { json<T>(): T }) => {
      const { next } = answer.json<{ next?: string }>();
      return next && (next === "b" ? "/items?cursor=b" : "?cursor=c");
    };
    await Array.fromAsync(client({ baseUrl: `${server.origin}/api` }).pages("/items", { next }));
    expect(server.requests.map(({ url }) => url)).toEqual(["/api/items", "/api/items?cursor=b", "/api/items?cursor=c"]);
  });

  it("ends a list that goes in circles, by its addresses or by its content", async () => {
    let page = 0;
    server.answerWith((response, request) => json([++page], { link: "</list?page=2>; rel=next" })(response, request));
    expect((await errorOf(Array.fromAsync(client().pages("/list")))).fault).toBe("pagination");
    expect(server.requests).toHaveLength(2);

    server.answerWith((response, request) =>
      json(["same"], { link: `</list?page=${++page}>; rel=next` })(response, request),
    );
    expect((await errorOf(Array.fromAsync(client().pages("/list")))).message).toContain("goes in circles");
  });

  it("keeps what came before a page that fails", async () => {
    server.answerWith(json([1], { link: "<?page=2>; rel=next" }), status(410));
    const pages = client().pages("/list");
    expect((await pages.next()).value).toEqual([1]);
    expect((await errorOf(pages.next())).status).toBe(410);
  });
});
