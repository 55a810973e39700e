import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { defineCollector } from "../collector.js";
import { CollectorRunner } from "../collector-runner.js";
import type { Logger } from "../logger.js";
import { InMemoryPublisher } from "../publishers/in-memory-publisher.js";
import { resource } from "../record-builders.js";
import { type Answer, AnsweringServer, json, status } from "../test-servers/answering-server.js";
import type { RequestEnding } from "./request-listener.js";
import { SourceClient } from "./source-client.js";
import type { SourceClientOptions } from "./source-client-options.js";

describe("a client of a source in a run", () => {
  let server: AnsweringServer;
  let lines: string[];
  const logger: Logger = { debug: note, info: note, warn: note, error: note };

  function note(fields: object, message: string): void {
    lines.push(`${message} ${JSON.stringify(fields)}`);
  }

  function client(options: Partial<SourceClientOptions> = {}): SourceClient {
    return new SourceClient({ baseUrl: server.origin, retryDelayMs: 1, ...options });
  }

  beforeEach(async () => {
    lines = [];
    server = await AnsweringServer.start();
  });

  afterEach(() => server.stop());

  const unlessChanged: Answer = (response, request) => {
    if (request.headers["if-none-match"] === '"v1"') response.writeHead(304).end();
    else response.writeHead(200, { etag: '"v1"' }).end("{}");
  };

  function runnerOf(collect: (source: SourceClient) => AsyncGenerator<any>, timeout = "60s") {
    const source = new SourceClient({ baseUrl: server.origin, retryDelayMs: 1 });
    const endings: RequestEnding[] = [];
    const runner = new CollectorRunner({
      publisher: new InMemoryPublisher(),
      logger,
      listener: { requestEnded: (ending) => endings.push(ending) },
    });
    const collector = defineCollector({
      name: "team/source",
      schedule: "every 1h",
      timeout,
      retries: 0,
      collect: () => collect(source),
    });
    return { endings, run: () => runner.runOnce().then(([report]) => report!), runner: runner.add(collector) };
  }

  it("asks only for what changed, once a run was published as a whole", async () => {
    server.answerWith(unlessChanged);
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
    server.answerWith(status(503), json(1));
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
    server.answerWith(status(429, "", { "retry-after": "3600" }));
    const { run } = runnerOf(async function* (source) {
      yield resource("Host", "a");
      await source.getJson("/x");
    });
    const report = await run();
    expect(report).toMatchObject({ outcome: "failed", published: 1 });
    expect(report.failures[0]).toMatchObject({
      code: "SOURCE",
      detail: expect.stringContaining("the run ends before"),
    });
  });

  it("ends its requests with the run", async () => {
    server.answerWith(() => {});
    const { run, endings } = runnerOf(async function* (source) {
      yield resource("Host", "a");
      await source.getJson("/x");
    }, "500ms");
    expect((await run()).failures[0]?.code).toBe("TIMEOUT");
    expect(endings.map(({ status }) => status)).toEqual(["stopped"]);
  });

  it("is tried again as a whole only after what may pass", async () => {
    const failing = (code: number) => {
      server.answerWith(status(code));
      const runner = new CollectorRunner({ publisher: new InMemoryPublisher(), logger });
      const source = client({ retries: 0 });
      const collect = async function* () {
        yield await source.getJson<any>("/x");
      };
      return runner.add(defineCollector({ name: "a", schedule: "every 1h", retryDelay: "1ms", collect })).runOnce();
    };
    await failing(403);
    expect(server.requests).toHaveLength(1);
    await failing(502);
    expect(server.requests).toHaveLength(4);
  });
});
