import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "@jest/globals";
import { fastify, type FastifyInstance } from "fastify";
import { drainConnections } from "./drain-connections.js";

/** More than the sockets of a connection hold. */
const LARGE = Buffer.alloc(64 * 1024 * 1024);
const NEVER_MS = 3_600_000;

describe("the draining of connections", () => {
  let server: FastifyInstance;

  async function start(finishMs?: number): Promise<number> {
    server = fastify();
    drainConnections(server, finishMs);
    server.get("/slow", async () => {
      await wait(100);
      return "done";
    });
    server.get("/large", () => LARGE);
    await server.listen({ port: 0, host: "127.0.0.1" });
    return (server.server.address() as AddressInfo).port;
  }

  afterEach(async () => {
    await server.close();
  });

  it("closes connections that were opened ahead of need", async () => {
    const port = await start(NEVER_MS);
    const idle = connect(port, "127.0.0.1").resume();
    const [accepted] = await once(server.server, "connection");
    await server.close();
    expect(accepted.destroyed).toBe(true);
    await once(idle, "close");
  });

  it("answers what is under way, and keeps no connection afterwards", async () => {
    const port = await start(NEVER_MS);
    const answered = fetch(`http://127.0.0.1:${port}/slow`);
    await once(server.server, "request");
    await server.close();
    const answer = await answered;
    expect([answer.status, answer.headers.get("connection"), await answer.text()]).toEqual([200, "close", "done"]);
  });

  it("sends an answer to its end", async () => {
    const port = await start(NEVER_MS);
    const [answer] = (await once(get({ port, host: "127.0.0.1", path: "/large" }), "response")) as [IncomingMessage];
    const closed = server.close();
    await wait(20);
    expect(Buffer.concat(await answer.toArray())).toHaveLength(LARGE.length);
    await closed;
  });

  it("cuts off who does not take an answer in time", async () => {
    const port = await start(50);
    const answered = once(get({ port, host: "127.0.0.1", path: "/large" }), "response");
    const [answer] = (await answered) as [IncomingMessage];
    await server.close();
    await expect(answer.toArray()).rejects.toThrow("aborted");
  });
});
