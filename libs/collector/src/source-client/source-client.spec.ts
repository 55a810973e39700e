import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Logger } from "../logger.js";
import { AnsweringServer, json, redirect, status } from "../test-servers/answering-server.js";
import { errorOf } from "../test-servers/error-of.js";
import { SourceClient } from "./source-client.js";
import type { SourceClientOptions } from "./source-client-options.js";

describe(SourceClient.name, () => {
  let server: AnsweringServer;
  let lines: string[];
  const logger: Logger = { debug: note, info: note, warn: note, error: note };

  function note(fields: object, message: string): void {
    lines.push(`${message} ${JSON.stringify(fields)}`);
  }

  function client(options: Partial<SourceClientOptions> = {}): SourceClient {
    return new SourceClient({ baseUrl: server.origin, retryDelayMs: 1, logger, ...options });
  }

  beforeEach(async () => {
    lines = [];
    server = await AnsweringServer.start();
  });

  afterEach(() => server.stop());

  describe("requests", () => {
    it("appends path and query to a base URL that has a path, and sends the client's headers", async () => {
      server.answerWith(json({ ok: true }));
      const source = client({ baseUrl: `${server.origin}/api/v4/`, headers: { "private-token": "glpat-1" } });
      expect(
        await source.getJson("/projects?page=1", { query: { archived: false, topic: ["a b", "c"], x: undefined } }),
      ).toEqual({
        ok: true,
      });
      expect(server.requests[0]?.url).toBe("/api/v4/projects?page=1&archived=false&topic=a+b&topic=c");
      expect(server.requests[0]?.headers).toMatchObject({ "private-token": "glpat-1", accept: "application/json" });
    });

    it("sends user and password of the base URL as Basic credentials", async () => {
      server.answerWith(json(1));
      await client({ baseUrl: server.origin.replace("http://", "http://me:p%40ss@") }).getJson("/");
      expect(server.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from("me:p@ss").toString("base64")}`);
    });

    it("posts a document as JSON", async () => {
      const body = Promise.withResolvers<string>();
      server.answerWith((response, request) => {
        request.setEncoding("utf8").on("data", body.resolve);
        json([])(response, request);
      });
      await client().request({ method: "POST", path: "/query", json: { q: 1 } });
      expect(await body.promise).toBe('{"q":1}');
      expect(server.requests[0]?.headers["content-type"]).toBe("application/json");
    });

    it.each([
      ["application/json", Buffer.from('\u{FEFF}{"é":1}')],
      ['application/json; charset="ISO-8859-1"', Buffer.from('{"é":1}', "latin1")],
      ["application/json; charset=utf-16le", Buffer.from('{"é":1}', "utf16le")],
      ["application/json; charset=utf9", Buffer.from('{"é":1}')],
    ])("reads %s", async (type, body) => {
      server.answerWith((response) => response.writeHead(200, { "content-type": type }).end(body));
      expect(await client().getJson("/x")).toEqual({ é: 1 });
    });

    it("gives an expected error status as an answer", async () => {
      server.answerWith(status(404, "no such"));
      const answer = await client().request({ path: "/x", expected: [404] });
      expect([answer.status, answer.text()]).toEqual([404, "no such"]);
    });

    it("follows redirects, but takes its headers to no other origin", async () => {
      const other = await AnsweringServer.start();
      other.answerWith((response) => response.end("blob"));
      server.answerWith(redirect("/moved"), redirect(`${other.origin}/blob`));
      const source = client({ headers: { "x-api-key": "k-123" } });
      const answer = await source.request({ path: "/blob" });
      await source.request({ path: `${other.origin}/direct` });
      await other.stop();
      expect(answer.text()).toBe("blob");
      const keys = [...server.requests, ...other.requests].map(({ url, headers }) => [url, headers["x-api-key"]]);
      expect(keys).toEqual([
        ["/blob", "k-123"],
        ["/moved", "k-123"],
        ["/blob", undefined],
        ["/direct", undefined],
      ]);
    });
  });

  describe("faults", () => {
    it("tries again after 5xx, 429 and a connection that breaks, and says so", async () => {
      server.answerWith(status(503), status(429), (response) => response.socket?.destroy(), json("at last"));
      expect(await client().getJson("/x")).toBe("at last");
      expect(server.requests).toHaveLength(4);
      expect(lines).toHaveLength(3);
      expect(lines[0]).toContain(`GET ${server.origin}/x answered 503 Service Unavailable; trying again`);
    });

    it("gives up after its retries, with the status and the beginning of the answer", async () => {
      server.answerWith(status(500, "  stack\n  trace "));
      const error = await errorOf(client({ retries: 1 }).getJson("/x"));
      expect(server.requests).toHaveLength(2);
      expect(error).toMatchObject({ fault: "status", status: 500, retryable: true });
      expect(error.message).toBe(`GET ${server.origin}/x answered 500 Internal Server Error: stack trace`);
    });

    it("does not try again what will stay, and names where the credentials come from", async () => {
      server.answerWith(status(401, "bad credentials"));
      const error = await errorOf(client({ credentials: "GITHUB_TOKEN (options.tokenFrom)" }).getJson("/x"));
      expect(server.requests).toHaveLength(1);
      expect(error).toMatchObject({ status: 401, retryable: false });
      expect(error.message).toContain("look at GITHUB_TOKEN (options.tokenFrom)");
    });

    it("waits as long as Retry-After says, in seconds or as a date, and all requests with it", async () => {
      const date = new Date(Date.now() + 1_500).toUTCString();
      server.answerWith(status(429, "", { "retry-after": "1" }), status(503, "", { "retry-after": date }), json(1));
      const begin = Date.now();
      const source = client({ concurrency: 1 });
      await Promise.all([source.getJson("/a"), source.getJson("/b")]);
      // A date has whole seconds, so that it may be up to one nearer; timers may fire a millisecond early.
      expect(Date.now() - begin).toBeGreaterThan(990);
      expect(server.requests.map(({ url }) => url)).toHaveLength(4);
    });

    it("does not wait for an hour where no run would end it", async () => {
      server.answerWith(status(429, "", { "retry-after": "3600" }));
      const error = await errorOf(client().getJson("/x"));
      expect(error).toMatchObject({ status: 429, retryable: true });
      expect(error.message).toMatch(/not tried again: it is to be in 3\d{6} ms/);
    });

    it("takes a 403 with an exhausted limit for a limit", async () => {
      const reset = String(Math.floor(Date.now() / 1_000));
      server.answerWith(status(403, "", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset }), json(1));
      expect(await client().getJson("/x")).toBe(1);
    });

    it("ends a request that takes too long, also in the midst of the answer", async () => {
      server.answerWith((response) => response.writeHead(200).write("["));
      const error = await errorOf(client({ timeoutMs: 100, retries: 0 }).getJson("/x"));
      expect(error).toMatchObject({ fault: "timeout", retryable: true });
      expect(error.message).toContain("within 0.1 s");
    });

    it("tells a truncated answer", async () => {
      server.answerWith((response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write('{"items":', () => response.socket?.destroy());
      });
      const error = await errorOf(client({ retries: 1 }).getJson("/x"));
      expect(error).toMatchObject({ fault: "truncated", status: 200, retryable: true });
      expect(server.requests).toHaveLength(2);
    });

    it("stops reading an answer that is too long, compressed ones too", async () => {
      const bomb = gzipSync(Buffer.alloc(1024 * 1024));
      server.answerWith((response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
      const error = await errorOf(client({ maxBytes: 10_000 }).getJson("/x"));
      expect(error).toMatchObject({ fault: "oversized", retryable: false });
      expect(error.message).toContain("more than 10000 bytes");
      expect(bomb.length).toBeLessThan(10_000);
    });

    it("says when an answer is no JSON, and does not try a log-in page again", async () => {
      server.answerWith((response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>Log in"));
      const error = await errorOf(client().getJson("/x"));
      expect(error).toMatchObject({ fault: "not-json", retryable: false });
      expect(error.message).toContain("<html>Log in");
    });

    it("says why a host cannot be reached", async () => {
      const source = client({ baseUrl: "http://127.0.0.1:1", retries: 0 });
      expect((await errorOf(source.getJson("/x"))).message).toMatch(/was not answered: .+/);
    });

    it("ends with the signal's reason while it waits", async () => {
      server.answerWith(status(503, "", { "retry-after": "60" }));
      const stop = new AbortController();
      const work = client({ signal: stop.signal }).getJson("/x");
      setTimeout(() => stop.abort(new Error("the process stops")), 50);
      await expect(work).rejects.toThrow("the process stops");
    });
  });

  it("keeps secrets out of messages and log lines, in whatever form they come back", async () => {
    const token = "s3cr3t+/=?&";
    server.answerWith((response, request) => {
      const echo = [request.headers.authorization, request.url, encodeURIComponent(token), JSON.stringify(token)].join(
        " ",
      );
      response.writeHead(500).end(echo);
    });
    const source = client({ headers: { authorization: `Bearer ${token}` }, secrets: ["other-secret"], retries: 1 });
    const query = { access_token: token, note: "other-secret", "X-Amz-Signature": "abcdef" };
    const error = await errorOf(source.getJson("/x", { query, headers: { "x-session-token": "mine" } }));
    const said = [error.message, error.stack, ...lines].join("\n");
    expect(said).toContain("***");
    for (const secret of ["s3cr3t", "other-secret", "abcdef", "mine"]) expect(said).not.toContain(secret);
    expect(() => client({ headers: { authorization: "Bearer abc\ndef" } })).toThrow(
      'the header "authorization" cannot be sent',
    );
  });

  describe("limits", () => {
    it("has no more requests at a time than it may", async () => {
      let [going, most] = [0, 0];
      server.answerWith((response) => {
        most = Math.max(most, ++going);
        setTimeout(() => {
          going--;
          response.end("1");
        }, 20);
      });
      const source = client({ concurrency: 3 });
      await Promise.all(Array.from({ length: 12 }, () => source.getJson("/x")));
      expect(most).toBe(3);
    });

    it("spreads requests over time", async () => {
      server.answerWith(json(1));
      const source = client({ requestsPerSecond: 50 });
      const begin = performance.now();
      await Promise.all(Array.from({ length: 11 }, () => source.getJson("/x")));
      // Ten intervals of 20 ms; timers may fire a millisecond early.
      expect(performance.now() - begin).toBeGreaterThan(180);
    });
  });
});
