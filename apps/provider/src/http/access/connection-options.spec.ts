import { connect } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { connectionOptions } from "./connection-options.js";

const LIMITS = { headersMs: 100, requestMs: 300, keepAliveMs: 200, idleMs: 400, checkEveryMs: 20 };

describe("a connection", () => {
  let fastify: FastifyInstance;
  let port: number;

  beforeAll(async () => {
    fastify = Fastify(connectionOptions(LIMITS)) as unknown as FastifyInstance;
    fastify.post("/", () => "done");
    fastify.get("/never", () => new Promise(() => undefined));
    port = Number(new URL(await fastify.listen()).port);
  });
  afterAll(() => fastify.close());

  /** All that the server says until it hangs up. */
  async function talk(...parts: string[]): Promise<string> {
    const socket = connect(port, "127.0.0.1");
    for (const part of parts) socket.write(part);
    return (await socket.toArray()).join("");
  }

  const problem = (answer: string) => JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4)) as unknown;

  it("ends where the headers do not come in time", async () => {
    const answer = await talk("GET / HTTP/1.1\r\nhost: a\r\nx-slow: ");
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\ncontent-type: application\/problem\+json\r\n/);
    expect(problem(answer)).toMatchObject({ type: "urn:binnacle:UNAVAILABLE", status: 408, code: "UNAVAILABLE" });
  });

  it("ends where the body does not come in time", async () => {
    const answer = await talk(
      "POST / HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain\r\ncontent-length: 10\r\n\r\n",
      "12",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it("ends where no next request comes", async () => {
    const answer = await talk("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*done$/);
  });

  it("ends where nothing moves", async () => {
    expect(await talk("GET /never HTTP/1.1\r\nhost: a\r\n\r\n")).toBe("");
  });

  it.each([
    ["what is no HTTP", "hello\r\n\r\n", 400, "INVALID_PARAMETER"],
    ["headers without end", `GET / HTTP/1.1\r\nhost: a\r\nx: ${"a".repeat(60_000)}\r\n\r\n`, 431, "TOO_LARGE"],
    [
      "two lengths of one body",
      "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n12",
      400,
      "INVALID_PARAMETER",
    ],
  ])("answers %s with a problem", async (_, text, status, code) => {
    const answer = await talk(text);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(problem(answer)).toMatchObject({ status, code });
  });
});
