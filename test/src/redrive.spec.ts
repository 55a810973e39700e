import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Rejection } from "@binnacle/client";
import { timestampFromEpochMillis } from "@binnacle/contract";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "./eventually.js";
import { startPath, type StartedPath } from "./started-path.js";

describe("Redriving rejections, in real processes", () => {
  let path: StartedPath;

  beforeAll(async () => {
    path = await startPath();
  });
  afterAll(() => path.stop());

  const rejections = async (): Promise<Rejection[]> => (await path.catalog.get("/rejections")).items;
  const redrive = (id: string) => path.catalog.post("/rejections/{id}/redrive", { params: { path: { id } } });
  const resource = (name: string) =>
    path.catalog.get("/resources/by-name", { params: { query: { type: "Service", name, readings: "*" } } });
  const pointerTo = (key: string, bucket = path.messaging.payloadBucket): string =>
    `["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"${bucket}","s3Key":"${key}"}]`;

  /** The rejection whose record holds the text, once it has come so often. */
  const rejectionOf = (text: string, count = 1) =>
    eventually(async () => {
      const found = (await rejections()).find(({ record }) => record.includes(text));
      expect(found).toMatchObject({ count });
      return found!;
    });
  const isGone = (id: string) =>
    eventually(async () => expect((await rejections()).map((rejection) => rejection.id)).not.toContain(id));

  it("stores the payload that came late, with the time at which its message was sent", async () => {
    const sentOn = "2026-03-01T12:00:00.000000Z";
    const records = '{"kind":"reading","resource":{"type":"Service","name":"late"},"type":"Figures","value":1.50}';
    await path.publisher.publishMessage(pointerTo("late"), { sentOn });
    const { id } = await rejectionOf('"late"');
    await path.putPayload("late", `{"source":"team/late","records":[${records}]}`);
    expect(await redrive(id)).toEqual({ id });
    await isGone(id);
    expect((await resource("late")).readings!["Figures"]).toMatchObject({
      collectedOn: sentOn,
      source: "team/late",
      value: 1.5,
    });
  });

  it("stores a compressed payload that came late", async () => {
    await path.publisher.publishMessage(pointerTo("packed"), {}, { contentEncoding: "gzip" });
    const { id } = await rejectionOf('"packed"');
    const text = '{"records":[{"kind":"resource","type":"Service","name":"packed"},{"kind":"mystery"}]}';
    await path.putPayload("packed", gzipSync(text).toString("base64"));
    await redrive(id);
    await isGone(id);
    expect(await resource("packed")).toMatchObject({ declared: true });
    // The message could be read, but not all of its records: such a one is a rejection of its own.
    await rejectionOf("mystery");
  });

  it("keeps what is refused again, with its count raised", async () => {
    const session = path.publisher.open("team/early");
    const observedOn = timestampFromEpochMillis(Date.now() + 3_600_000);
    await session.publish({ kind: "resource", type: "Service", name: "early", observedOn });
    await session.flush();
    const { id } = await rejectionOf("early");
    await redrive(id);
    expect(await rejectionOf("early", 2)).toMatchObject({ id, code: "CLOCK_AHEAD", source: "team/early" });
    await expect(resource("early")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("stores a record under its source once its time has come", async () => {
    const session = path.publisher.open("team/soon");
    /** Publishes a record whose time comes so soon; its rejection, unless it came to the sink too late for one. */
    const publishAhead = async (name: string, aheadMs: number) => {
      const notBefore = Date.now() + aheadMs;
      const observedOn = timestampFromEpochMillis(notBefore + 5 * 60_000);
      await session.publish({ kind: "resource", type: "Service", name, observedOn });
      await session.flush();
      const rejection = await eventually(async () => {
        const found = (await rejections()).find(({ record }) => record.includes(name));
        return found ?? (await resource(name).then(() => undefined));
      });
      return { name, observedOn, notBefore, rejection };
    };
    let ahead = await publishAhead("soon-2000", 2_000);
    for (let aheadMs = 4_000; !ahead.rejection; aheadMs *= 2) ahead = await publishAhead(`soon-${aheadMs}`, aheadMs);
    const { name, observedOn, notBefore, rejection } = ahead;
    await sleep(Math.max(0, notBefore + 100 - Date.now()));
    await redrive(rejection.id);
    await isGone(rejection.id);
    expect(await resource(name)).toMatchObject({ declared: true, lastSeenOn: observedOn });
  });

  it("refuses a rejection that was cut, and one that is not there", async () => {
    const record = `{"kind":"resource","type":"Service","name":"${"cut ".repeat(70_000)}"}`;
    await path.publisher.publishMessage(`{"records":[${record}]}`);
    const { id, truncated } = await rejectionOf("cut cut");
    expect(truncated).toBe(true);
    await expect(redrive(id)).rejects.toMatchObject({ status: 413, code: "TOO_LARGE" });
    const unknown = redrive("00000000-0000-8000-8000-000000000000");
    await expect(unknown).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
    await expect(redrive("x")).rejects.toMatchObject({ status: 400, code: "INVALID_PARAMETER" });
  });

  it("settles nothing but what a message publishes again", async () => {
    await path.publisher.publishMessage('{"kind":"mystery","number":1}');
    const { id } = await rejectionOf('"number":1');
    await path.publisher.publishMessage('{"kind":"resource","type":"Service","name":"stranger"}', { redriveOf: id });
    await path.publisher.publishMessage('{"kind":"resource","type":"Service","name":"odd"}', { redriveOf: "no id" });
    await eventually(async () => {
      expect(await resource("stranger")).toMatchObject({ declared: true });
      expect(await resource("odd")).toMatchObject({ declared: true });
    });
    expect((await rejections()).map((rejection) => rejection.id)).toContain(id);
  });
});
