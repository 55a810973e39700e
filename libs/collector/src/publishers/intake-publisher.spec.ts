import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { resource } from "../record-builders.js";
import { IntakePublisher } from "./intake-publisher.js";

interface Received {
  url: string | undefined;
  contentType: string | undefined;
  authorization: string | undefined;
  lines: string[];
}

let server: Server;
let received: Received[];
let answers: { status: number; body: object }[];

beforeEach(async () => {
  received = [];
  answers = [];
  server = createServer(async (request, response) => {
    const lines = (await text(request)).trimEnd().split("\n");
    const { "content-type": contentType, authorization } = request.headers;
    received.push({ url: request.url, contentType, authorization, lines });
    const answer = answers.shift() ?? { status: 202, body: { receiptId: "r", accepted: lines.length, rejected: [] } };
    response.writeHead(answer.status).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe(IntakePublisher.name, () => {
  it("posts records as lines of JSON under their source, at most 1,000 at a time", async () => {
    const session = new IntakePublisher(origin()).open("team/a b");
    for (let i = 0; i < 1_001; i++) await session.publish(resource("Service", `s${i}`));
    expect(await session.flush()).toMatchObject({ published: 1_001, messages: 2, failed: [] });
    expect(received.map(({ lines }) => lines.length)).toEqual([1_000, 1]);
    expect(received[0]).toMatchObject({
      url: "/api/v1/records?source=team%2Fa+b",
      contentType: "application/x-ndjson",
    });
    expect(JSON.parse(received[0]!.lines[0]!)).toEqual({ kind: "resource", type: "Service", name: "s0" });
  });

  it("shows the token that it was given, and none otherwise", async () => {
    for (const publisher of [new IntakePublisher(origin(), "binnacle_a"), new IntakePublisher(origin())]) {
      const session = publisher.open("a");
      await session.publish(resource("Service", "a"));
      await session.flush();
    }
    expect(received.map(({ authorization }) => authorization)).toEqual(["Bearer binnacle_a", undefined]);
  });

  it("says which records the intake rejected", async () => {
    const rejected = [{ index: 1, code: "INVALID_FIELD", detail: "/name must not be empty" }];
    answers.push({ status: 202, body: { receiptId: "r", accepted: 1, rejected } });
    const session = new IntakePublisher(origin()).open("a");
    const [fine, bad] = [resource("Service", "fine"), resource("Service", "")];
    await session.publish(fine);
    await session.publish(bad);
    expect(await session.flush()).toMatchObject({
      published: 1,
      failed: [{ record: bad, code: "INVALID_FIELD", detail: "/name must not be empty" }],
    });
  });

  it("tries again while the intake is unavailable, and gives up at once where it refuses", async () => {
    const session = new IntakePublisher(origin()).open("a");
    answers.push({ status: 503, body: { code: "UNAVAILABLE" } });
    await session.publish(resource("Service", "a"));
    expect(await session.flush()).toMatchObject({ published: 1, failed: [] });
    expect(received).toHaveLength(2);

    answers.push({ status: 401, body: { code: "UNAUTHENTICATED" } });
    await session.publish(resource("Service", "b"));
    const { published, failed } = await session.flush();
    expect({ published, failures: failed.length }).toEqual({ published: 0, failures: 1 });
    expect(failed[0]?.detail).toContain("answered 401");
    expect(received).toHaveLength(3);
  });

  it("sends on closing what was not flushed, and nothing afterwards", async () => {
    const publisher = new IntakePublisher(origin());
    const session = publisher.open("a");
    await session.publish(resource("Service", "a"));
    await publisher.close();
    expect(received).toHaveLength(1);
    await expect(session.publish(resource("Service", "b"))).rejects.toThrow("closed");
  });
});

function origin(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
