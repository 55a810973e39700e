import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it } from "@jest/globals";
import { BinnacleClient } from "./binnacle-client.js";
import type { ChangeEvent, ChangeFeedOptions } from "./change-feed.js";

const CHANGE = { resourceId: "1", resourceType: "Service", change: "changed", readingTypes: ["HealthCheck"] };
const message = (id: string) => `id: ${id}\nevent: change\ndata: ${JSON.stringify(CHANGE)}\n\n`;

describe("the change feed", () => {
  const servers: Server[] = [];
  let requests: IncomingMessage[] = [];

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
    requests = [];
  });

  /** A feed from a server that answers one connection after the other as told. */
  async function follow(answers: RequestListener[], options: ChangeFeedOptions = {}) {
    const server = createServer((request, response) => {
      requests.push(request);
      answers[Math.min(requests.length, answers.length) - 1]!(request, response);
    }).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    const client = new BinnacleClient({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      token: "t",
    });
    return client.changes(options);
  }

  const stream =
    (...pieces: string[]): RequestListener =>
    (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const piece of pieces) response.write(piece);
    };
  const cut =
    (...pieces: string[]): RequestListener =>
    (request, response) => {
      stream(...pieces)(request, response);
      response.write(": ping\n\n", () => response.destroy());
    };

  async function take(feed: AsyncGenerator<ChangeEvent>, count: number): Promise<ChangeEvent[]> {
    const events: ChangeEvent[] = [];
    for await (const event of feed) if (events.push(event) === count) break;
    return events;
  }

  it("gives changes and resets with their ids, and passes over comments and what it does not know", async () => {
    const feed = await follow([
      stream(": ping\n\n", message("5"), "event: other\ndata: 1\n\n", "id: 9\nevent: re", "set\ndata: {}\n\n"),
    ]);
    expect(await take(feed, 2)).toEqual([
      { event: "change", id: "5", ...CHANGE },
      { event: "reset", id: "9" },
    ]);
  });

  it("asks with its filters, where to resume from, and its token in a header", async () => {
    const feed = await follow([stream(message("8"))], { type: ["A", "B"], readingType: ["C"], lastEventId: "7" });
    await take(feed, 1);
    expect(requests[0]!.url).toBe("/api/v1/changes?type=A&type=B&readingType=C");
    expect(requests[0]!.headers).toMatchObject({
      accept: "text/event-stream",
      "last-event-id": "7",
      authorization: "Bearer t",
    });
  });

  it("connects anew after a loss, and goes on where it was", async () => {
    const lost: unknown[] = [];
    let connections = 0;
    const feed = await follow(
      [
        cut(message("1"), message("2")),
        (_, response) => response.writeHead(503, { "retry-after": "0" }).end(),
        stream(message("3")),
      ],
      { onConnect: () => connections++, onDisconnect: (error) => lost.push(error) },
    );
    expect((await take(feed, 3)).map(({ id }) => id)).toEqual(["1", "2", "3"]);
    expect(requests.map(({ headers }) => headers["last-event-id"])).toEqual([undefined, "2", "2"]);
    expect([connections, lost.length]).toEqual([2, 2]);
  });

  it("goes on from where it began when it is lost before the first event", async () => {
    const feed = await follow([
      (_, response) => {
        response.writeHead(200, { "content-type": "text/event-stream", "x-change-id": "0" });
        response.write(": ping\n\n", () => response.destroy());
      },
      stream(message("1")),
    ]);
    expect((await take(feed, 1)).map(({ id }) => id)).toEqual(["1"]);
    expect(requests.map(({ headers }) => headers["last-event-id"])).toEqual([undefined, "0"]);
  });

  it("gives a connection up that has gone silent", async () => {
    const feed = await follow([stream(message("1")), stream(message("2"))], { silenceMs: 50 });
    expect((await take(feed, 2)).map(({ id }) => id)).toEqual(["1", "2"]);
  });

  it("ends with its signal also when garbage was collected since the request", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    const abort = new AbortController();
    const feed = await follow([stream(message("1"))], { signal: abort.signal });
    expect((await feed.next()).value).toMatchObject({ id: "1" });
    const end = feed.next();
    for (let round = 0; round < 5; round++) {
      collectGarbage();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    abort.abort();
    expect(await end).toEqual({ done: true, value: undefined });
  });

  it("gives up where trying again does not help", async () => {
    const feed = await follow([
      (_, response) => {
        const problem = { type: "urn:binnacle:FORBIDDEN", title: "No", status: 403, detail: "No", code: "FORBIDDEN" };
        response.writeHead(403, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
      },
    ]);
    await expect(take(feed, 1)).rejects.toMatchObject({ name: "ProblemError", code: "FORBIDDEN" });
    expect(requests).toHaveLength(1);
  });

  it.each(["while it waits for events", "between two connections", "before it began"])(
    "ends with its signal %s",
    async (when) => {
      const abort = new AbortController();
      if (when === "before it began") abort.abort();
      const answer = when === "between two connections" ? cut() : stream(message("1"));
      const feed = await follow([answer], {
        signal: abort.signal,
        onDisconnect: () => setImmediate(() => abort.abort()),
      });
      const seen: string[] = [];
      for await (const { id } of feed) {
        seen.push(id);
        setImmediate(() => abort.abort());
      }
      expect(seen).toEqual(when === "while it waits for events" ? ["1"] : []);
    },
  );

  it("closes the connection when its reader stops", async () => {
    const closed = Promise.withResolvers<void>();
    const feed = await follow([
      (request, response) => {
        response.on("close", closed.resolve);
        stream(message("1"))(request, response);
      },
    ]);
    await take(feed, 1);
    await closed.promise;
  });
});
