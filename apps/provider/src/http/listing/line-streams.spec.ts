import { once } from "node:events";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { createLogger, Metrics } from "@binnacle/platform";
import { until } from "@binnacle/testing";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { FastifyRequest } from "fastify";
import type { ReadPage } from "../../paging/follow-pages.js";
import { LineStreams } from "./line-streams.js";

const PAGES = 2000;
const ITEM = JSON.stringify("x".repeat(1000));
const request = { method: "GET", url: "/", id: "1" } as FastifyRequest;

describe(LineStreams.name, () => {
  let streams: LineStreams;
  let metrics: Metrics;
  let server: Server;
  let pagesRead: number;

  /** A list of 2 GB, made as it is read. */
  const read: ReadPage = async ({ cursor }) => {
    const page = Number(cursor ?? 0) + 1;
    pagesRead++;
    await wait(0);
    return { items: Array.from({ length: 1000 }, () => ITEM), nextCursor: page < PAGES ? String(page) : null };
  };

  beforeEach(() => {
    pagesRead = 0;
    metrics = new Metrics("test");
    streams = new LineStreams(createLogger({ name: "test", level: "silent" }), metrics);
  });

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function ask(reading: ReadPage): Promise<IncomingMessage> {
    server = createServer((_, response) => {
      void streams.open(reading, {}, request).then(({ stream }) => pipeline(stream, response, () => undefined));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const [response] = await once(get({ port: (server.address() as AddressInfo).port, host: "127.0.0.1" }), "response");
    return response as IncomingMessage;
  }

  async function settled(): Promise<number> {
    for (let before = -1; before !== pagesRead;) {
      before = pagesRead;
      await wait(300);
    }
    return pagesRead;
  }

  const running = async () => /^binnacle_provider_line_streams\{.*\} (\d+)$/m.exec(await metrics.text())?.[1];

  it("reads no further ahead than a client that does not read can be sent", async () => {
    const response = await ask(read);
    response.pause();
    // What the sockets of both sides take in, on a fast loopback some ten MB, and then nothing.
    expect(await settled()).toBeLessThan(100);
    expect(await running()).toBe("1");
    response.destroy();
  });

  it("stops when the client goes", async () => {
    const response = await ask(read);
    await once(response, "data");
    response.destroy();
    await until("the stream has ended", async () => (await running()) === "0");
    expect(await settled()).toBeLessThan(PAGES);
  });

  it("cuts the connection where a page cannot be read, so that no part passes for the whole", async () => {
    const response = await ask(async (page) => {
      if (pagesRead === 3) throw new Error("gone");
      return read(page);
    });
    await expect(response.toArray()).rejects.toThrow("aborted");
    expect(response.complete).toBe(false);
  });

  it("cuts all off when the server closes", async () => {
    const response = await ask(read);
    await once(response, "data");
    streams.close();
    await expect(response.toArray()).rejects.toThrow("aborted");
    expect(await running()).toBe("0");
  });

  it("says of a list that is cut that it is", async () => {
    const cut = await streams.open(async () => ({ items: [ITEM], nextCursor: null, isPartial: true }), {}, request);
    expect([cut.isPartial, (await cut.stream.toArray()).join("")]).toEqual([true, `${ITEM}\n`]);
    const later = await streams.open(
      async ({ cursor }) => ({
        items: [ITEM],
        ...(cursor ? { nextCursor: null, isPartial: true } : { nextCursor: "1" }),
      }),
      {},
      request,
    );
    expect(later.isPartial).toBe(false);
    await expect(later.stream.toArray()).rejects.toThrow("The list is cut");
    const whole = await streams.open(async () => ({ items: [], nextCursor: null }), {}, request);
    expect([whole.isPartial, (await whole.stream.toArray()).join("")]).toEqual([false, ""]);
  });

  it("raises what is wrong with the first page instead of opening a stream", async () => {
    const failing = streams.open(() => Promise.reject(new Error("no such list")), {}, request);
    await expect(failing).rejects.toThrow("no such list");
    expect(await running()).toBe("0");
  });
});
