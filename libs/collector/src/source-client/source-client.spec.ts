import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { defineCollector } from "../collector.js";
import type { Logger } from "../logger.js";
import { InMemoryPublisher } from "../publishers/in-memory-publisher.js";
import { CollectorRunner } from "../collector-runner.js";
import { resource } from "../record-builders.js";
import { SourceClient } from "./source-client.js";
import type { SourceClientOptions } from "./source-client-options.js";
import { SourceError } from "./source-error.js";
import type { RequestEnding } from "./request-listener.js";

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

describe(SourceClient.name, () => {
  let server: Server;
  let origin: string;
  let answers: Answer[];
  let requests: IncomingMessage[];
  let lines: string[];
  const logger: Logger = { debug: note, info: note, warn: note, error: note };

  function note(fields: object, message: string): void {
    lines.push(`${message} ${JSON.stringify(fields)}`);
  }

  /** The next answers, in order; the last is given to all further requests. */
  function answerWith(...next: Answer[]): void {
    answers = next;
  }

  function client(options: Partial<SourceClientOptions> = {}): SourceClient {
    return new SourceClient({ baseUrl: origin, retryDelayMs: 1, logger, ...options });
  }

  async function errorOf(work: Promise<unknown>): Promise<SourceError> {
    const error = await work.catch((error: unknown) => error);
    expect(error).toBeInstanceOf(SourceError);
    return error as SourceError;
  }

  beforeEach(async () => {
    [answers, requests, lines] = [[], [], []];
    server = createServer((request, response) => {
      requests.push(request);
      const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
      answer(response, request);
    });
    origin = await listen(server);
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  describe("requests", () => {
    it("appends path and query to a base URL that has a path, and sends the client's headers", async () => {
      answerWith(json({ ok: true }));
      const source = client({ baseUrl: `${origin}/api/v4/`, headers: { "private-token": "glpat-1" } });
      expect(
        await source.getJson("/projects?page=1", { query: { archived: false, topic: ["a b", "c"], x: undefined } }),
      ).toEqual({
        ok: true,
      });
      expect(requests[0]?.url).toBe("/api/v4/projects?page=1&archived=false&topic=a+b&topic=c");
      expect(requests[0]?.headers).toMatchObject({ "private-token": "glpat-1", accept: "application/json" });
    });

    it("sends user and password of the base URL as Basic credentials", async () => {
      answerWith(json(1));
      await client({ baseUrl: origin.replace("http://", "http://me:p%40ss@") }).getJson("/");
      expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from("me:p@ss").toString("base64")}`);
    });

    it("posts a document as JSON", async () => {
      const body = Promise.withResolvers<string>();
      answerWith((response, request) => {
        request.setEncoding("utf8").on("data", body.resolve);
        json([])(response, request);
      });
      await client().request({ method: "POST", path: "/query", json: { q: 1 } });
      expect(await body.promise).toBe('{"q":1}');
      expect(requests[0]?.headers["content-type"]).toBe("application/json");
    });

    it("gives an expected error status as an answer", async () => {
      answerWith(status(404, "no such"));
      const answer = await client().request({ path: "/x", expected: [404] });
      expect([answer.status, answer.text()]).toEqual([404, "no such"]);
    });

    it("follows redirects, but takes its headers to no other origin", async () => {
      const other = createServer((request, response) => {
        requests.push(request);
        response.end("blob");
      });
      const elsewhere = await listen(other);
      answerWith(redirect("/moved"), redirect(`${elsewhere}/blob`));
      const source = client({ headers: { "x-api-key": "k-123" } });
      const answer = await source.request({ path: "/blob" });
      await source.request({ path: `${elsewhere}/direct` });
      other.closeAllConnections();
      other.close();
      expect(answer.text()).toBe("blob");
      expect(requests.map(({ url, headers }) => [url, headers["x-api-key"]])).toEqual([
        ["/blob", "k-123"],
        ["/moved", "k-123"],
        ["/blob", undefined],
        ["/direct", undefined],
      ]);
    });
  });

  describe("faults", () => {
    it("tries again after 5xx, 429 and a connection that breaks, and says so", async () => {
      answerWith(status(503), status(429), (response) => response.socket?.destroy(), json("at last"));
      expect(await client().getJson("/x")).toBe("at last");
      expect(requests).toHaveLength(4);
      expect(lines).toHaveLength(3);
      expect(lines[0]).toContain(`GET ${origin}/x answered 503 Service Unavailable; trying again`);
    });

    it("gives up after its retries, with the status and the beginning of the answer", async () => {
      answerWith(status(500, "  stack\n  trace "));
      const error = await errorOf(client({ retries: 1 }).getJson("/x"));
      expect(requests).toHaveLength(2);
      expect(error).toMatchObject({ fault: "status", status: 500, retryable: true });
      expect(error.message).toBe(`GET ${origin}/x answered 500 Internal Server Error: stack trace`);
    });

    it("does not try again what will stay, and names where the credentials come from", async () => {
      answerWith(status(401, "bad credentials"));
      const error = await errorOf(client({ credentials: "GITHUB_TOKEN (options.tokenFrom)" }).getJson("/x"));
      expect(requests).toHaveLength(1);
      expect(error).toMatchObject({ status: 401, retryable: false });
      expect(error.message).toContain("look at GITHUB_TOKEN (options.tokenFrom)");
    });

    it("waits as long as Retry-After says, in seconds or as a date, and all requests with it", async () => {
      const date = new Date(Date.now() + 1_500).toUTCString();
      answerWith(status(429, "", { "retry-after": "1" }), status(503, "", { "retry-after": date }), json(1));
      const begin = Date.now();
      const source = client({ concurrency: 1 });
      await Promise.all([source.getJson("/a"), source.getJson("/b")]);
      // A date has whole seconds, so that it may be up to one nearer.
      expect(Date.now() - begin).toBeGreaterThanOrEqual(1_000);
      expect(requests.map(({ url }) => url)).toHaveLength(4);
    });

    it("takes a 403 with an exhausted limit for a limit", async () => {
      const reset = String(Math.floor(Date.now() / 1_000));
      answerWith(status(403, "", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset }), json(1));
      expect(await client().getJson("/x")).toBe(1);
    });

    it("ends a request that takes too long, also in the midst of the answer", async () => {
      answerWith((response) => response.writeHead(200).write("["));
      const error = await errorOf(client({ timeoutMs: 100, retries: 0 }).getJson("/x"));
      expect(error).toMatchObject({ fault: "timeout", retryable: true });
      expect(error.message).toContain("within 0.1 s");
    });

    it("tells a truncated answer", async () => {
      answerWith((response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write('{"items":', () => response.socket?.destroy());
      });
      const error = await errorOf(client({ retries: 1 }).getJson("/x"));
      expect(error).toMatchObject({ fault: "truncated", status: 200, retryable: true });
      expect(requests).toHaveLength(2);
    });

    it("stops reading an answer that is too long, compressed ones too", async () => {
      const bomb = gzipSync(Buffer.alloc(1024 * 1024));
      answerWith((response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
      const error = await errorOf(client({ maxBytes: 10_000 }).getJson("/x"));
      expect(error).toMatchObject({ fault: "oversized", retryable: false });
      expect(error.message).toContain("more than 10000 bytes");
      expect(bomb.length).toBeLessThan(10_000);
    });

    it("says when an answer is no JSON, and does not try a log-in page again", async () => {
      answerWith((response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>Log in"));
      const error = await errorOf(client().getJson("/x"));
      expect(error).toMatchObject({ fault: "not-json", retryable: false });
      expect(error.message).toContain("<html>Log in");
    });

    it("says why a host cannot be reached", async () => {
      const source = client({ baseUrl: "http://127.0.0.1:1", retries: 0 });
      expect((await errorOf(source.getJson("/x"))).message).toMatch(/was not answered: .+/);
    });

    it("ends with the signal's reason while it waits", async () => {
      answerWith(status(503, "", { "retry-after": "60" }));
      const stop = new AbortController();
      const work = client({ signal: stop.signal }).getJson("/x");
      setTimeout(() => stop.abort(new Error("the process stops")), 50);
      await expect(work).rejects.toThrow("the process stops");
    });
  });

  it("keeps secrets out of messages and log lines, in whatever form they come back", async () => {
    const token = "s3cr3t+/=?&";
    answerWith((response, request) => {
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
      answerWith((response) => {
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
      answerWith(json(1));
      const source = client({ requestsPerSecond: 50 });
      const begin = performance.now();
      await Promise.all(Array.from({ length: 11 }, () => source.getJson("/x")));
      // Ten intervals of 20 ms; timers may fire a millisecond early.
      expect(performance.now() - begin).toBeGreaterThan(180);
    });
  });

  describe("pages", () => {
    it("follows the Link header, relative or not", async () => {
      answerWith(
        json([1], { link: '</v2/list?last=1&n=1>; rel="next"' }),
        json([2], { link: `<${origin}/first>; rel="first", <?last=2>; title="a, b"; rel="prev next"` }),
        json([3]),
      );
      expect(await Array.fromAsync(client().pages("/v2/list", { query: { n: 1 } }))).toEqual([[1], [2], [3]]);
      expect(requests.map(({ url }) => url)).toEqual(["/v2/list?n=1", "/v2/list?last=1&n=1", "/v2/list?last=2"]);
    });

    it("follows what a function says, a path below the base URL as well", async () => {
      answerWith(json({ next: "b" }), json({ next: "c" }), json({}));
      const next = (answer: { json<T>(): T }) => {
        const { next } = answer.json<{ next?: string }>();
        return next && (next === "b" ? "/items?cursor=b" : "?cursor=c");
      };
      await Array.fromAsync(client({ baseUrl: `${origin}/api` }).pages("/items", { next }));
      expect(requests.map(({ url }) => url)).toEqual(["/api/items", "/api/items?cursor=b", "/api/items?cursor=c"]);
    });

    it("ends a list that goes in circles, by its addresses or by its content", async () => {
      let page = 0;
      answerWith((response) => json([++page], { link: "</list?page=2>; rel=next" })(response));
      expect((await errorOf(Array.fromAsync(client().pages("/list")))).fault).toBe("pagination");
      expect(requests).toHaveLength(2);

      answerWith((response) => json(["same"], { link: `</list?page=${++page}>; rel=next` })(response));
      expect((await errorOf(Array.fromAsync(client().pages("/list")))).message).toContain("goes in circles");
    });

    it("keeps what came before a page that fails", async () => {
      answerWith(json([1], { link: "<?page=2>; rel=next" }), status(410));
      const pages = client().pages("/list");
      expect((await pages.next()).value).toEqual([1]);
      expect((await errorOf(pages.next())).status).toBe(410);
    });
  });

  describe("in a run", () => {
    const unlessChanged: Answer = (response, request) => {
      if (request.headers["if-none-match"] === '"v1"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"v1"' }).end("{}");
    };

    function runnerOf(
      collect: (source: SourceClient) => AsyncGenerator<any>,
      options: Partial<SourceClientOptions> = {},
    ) {
      const source = new SourceClient({ baseUrl: origin, retryDelayMs: 1, ...options });
      const endings: RequestEnding[] = [];
      const runner = new CollectorRunner({
        publisher: new InMemoryPublisher(),
        logger,
        listener: { requestEnded: (ending) => endings.push(ending) },
      });
      const collector = defineCollector({
        name: "team/source",
        schedule: "every 1h",
        timeout: "2s",
        retries: 0,
        collect: () => collect(source),
      });
      return { endings, run: () => runner.runOnce().then(([report]) => report!), runner: runner.add(collector) };
    }

    it("asks only for what changed, once a run was published as a whole", async () => {
      answerWith(unlessChanged);
      const changed: boolean[] = [];
      let mustFail = true;
      const { run } = runnerOf(async function* (source) {
        changed.push((await source.getIfChanged("/doc")) !== undefined);
        yield resource("Host", "a");
        if (mustFail) throw new Error("the rest is missing");
      });
      await run();
      mustFail = false;
      await run();
      await run();
      expect(changed).toEqual([true, true, false]);
    });

    it("tells of every try, under the run's source", async () => {
      answerWith(status(503), json(1));
      const { run, endings } = runnerOf(async function* (source) {
        await source.getJson("/x");
        yield resource("Host", "a");
      });
      await run();
      expect(endings.map(({ source, method, status, attempt }) => [source, method, status, attempt])).toEqual([
        ["team/source", "GET", 503, 1],
        ["team/source", "GET", 200, 2],
      ]);
      expect(lines[0]).toContain('"source":"team/source"');
    });

    it("does not wait longer than the run lasts", async () => {
      answerWith(status(429, "", { "retry-after": "3600" }));
      const { run } = runnerOf(async function* (source) {
        yield resource("Host", "a");
        await source.getJson("/x");
      });
      const report = await run();
      expect(report).toMatchObject({ outcome: "failed", published: 1 });
      expect(report.durationMs).toBeLessThan(2_000);
      expect(report.failures[0]).toMatchObject({
        code: "SOURCE",
        detail: expect.stringContaining("the run ends before"),
      });
    });

    it("ends its requests with the run", async () => {
      answerWith(() => {});
      const { run, endings } = runnerOf(async function* (source) {
        yield resource("Host", "a");
        await source.getJson("/x");
      });
      expect((await run()).failures[0]?.code).toBe("TIMEOUT");
      expect(endings.map(({ status }) => status)).toEqual(["stopped"]);
    });

    it("is tried again as a whole only after what may pass", async () => {
      const failing = (code: number) => {
        answerWith(status(code));
        const runner = new CollectorRunner({ publisher: new InMemoryPublisher(), logger });
        const source = client({ retries: 0 });
        const collect = async function* () {
          yield await source.getJson<any>("/x");
        };
        return runner.add(defineCollector({ name: "a", schedule: "every 1h", retryDelay: "1ms", collect })).runOnce();
      };
      await failing(403);
      expect(requests).toHaveLength(1);
      await failing(502);
      expect(requests).toHaveLength(4);
    });
  });
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function json(value: unknown, headers: Record<string, string> = {}) {
  return (response: ServerResponse, _request?: IncomingMessage): void => {
    response.writeHead(200, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
  };
}

function status(code: number, body = "", headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(code, headers).end(body);
}

function redirect(location: string): Answer {
  return (response) => response.writeHead(302, { location }).end();
}
