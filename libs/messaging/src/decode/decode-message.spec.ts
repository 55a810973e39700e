import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startEmulator } from "@binnacle/embedded";
import { S3Client, PutObjectCommand } from "@aws-sdk/client-s3";
import type { ReceivedMessage } from "../consume/received-message.js";
import { PayloadStore } from "../payload/payload-store.js";
import { printPointer } from "../payload/payload-pointer.js";
import { emulatedMessaging } from "../test-servers/emulated-messaging.js";
import { FaultProxy } from "../test-servers/fault-proxy.js";
import { decodeMessage } from "./decode-message.js";

const MIB = 1024 * 1024;
const RECEIVED_ON = "2026-01-02T03:04:05.678000Z";

function received(body: string, changes: Partial<ReceivedMessage> = {}): ReceivedMessage {
  const message = { id: "m", body, attributes: {}, receivedOn: RECEIVED_ON, receiveCount: 1, receiptHandle: "r" };
  return { ...message, ...changes };
}

function gzipped(content: string | Buffer, attributes: Record<string, string> = {}): ReceivedMessage {
  return received(gzipSync(content).toString("base64"), { attributes: { "Content-Encoding": "gzip", ...attributes } });
}

function envelope(message: string, attributes: Record<string, unknown> = {}): string {
  return JSON.stringify({
    Type: "Notification",
    MessageId: "e",
    TopicArn: "arn:aws:sns:us-east-1:1:t",
    Message: message,
    Timestamp: "2025-05-05T05:05:05.555Z",
    SignatureVersion: "1",
    MessageAttributes: attributes,
  });
}

describe(decodeMessage.name, () => {
  it("gives a plain body as it is", async () => {
    const text = '{"source":"s","records":[ 1e2 ]} 😀';
    expect(await decodeMessage(received(text, { attributes: { other: "x" } }))).toEqual({
      id: "m",
      text,
      body: text,
      sentOn: RECEIVED_ON,
      receivedOn: RECEIVED_ON,
      attributes: { other: "x" },
    });
  });

  it.each([
    ["2026-01-01T12:00:00+02:00", "2026-01-01T10:00:00.000000Z"],
    ["2026-01-01T12:00:60Z", RECEIVED_ON],
    ["yesterday", RECEIVED_ON],
  ])("takes the attribute sentOn %s as %s", async (sentOn, expected) => {
    expect(await decodeMessage(received("{}", { attributes: { sentOn } }))).toMatchObject({ sentOn: expected });
  });

  it("unwraps the envelope of SNS with its attributes, and takes its time only if the queue gives none", async () => {
    const body = envelope('{"records":[]}', { sentOn: { Type: "String", Value: "2020-01-01T00:00:00Z" }, odd: null });
    expect(await decodeMessage(received(body))).toEqual({
      id: "m",
      text: '{"records":[]}',
      body: '{"records":[]}',
      sentOn: "2020-01-01T00:00:00.000000Z",
      receivedOn: RECEIVED_ON,
      attributes: { sentOn: "2020-01-01T00:00:00Z" },
    });
    const untimed = received(envelope("{}"), { receivedOn: undefined });
    const time = "2025-05-05T05:05:05.555000Z";
    expect(await decodeMessage(untimed)).toMatchObject({ sentOn: time, receivedOn: time });
  });

  it.each([
    '{"Type":"Notification","TopicArn":"arn"}',
    '{"records":[{"Type":"Notification","TopicArn":"arn","Message":"x"}]}',
    '"Notification" "TopicArn"',
    "null",
  ])("takes for no envelope: %s", async (body) => {
    expect(await decodeMessage(received(body))).toMatchObject({ text: body });
  });

  it("decompresses, also within the envelope", async () => {
    expect(await decodeMessage(gzipped('{"records":["€"]}'))).toMatchObject({ text: '{"records":["€"]}' });
    const inner = gzipSync("{}").toString("base64");
    const body = envelope(inner, { "Content-Encoding": { Type: "String", Value: "gzip" } });
    expect(await decodeMessage(received(body))).toMatchObject({ text: "{}" });
  });

  it("decompresses to 16 MiB and not one byte more", async () => {
    const full = await decodeMessage(gzipped(Buffer.alloc(16 * MIB, 0x20)));
    expect(full.text).toHaveLength(16 * MIB);
    expect(full).not.toHaveProperty("code");
    const over = gzipped(Buffer.alloc(16 * MIB + 1, 0x20));
    expect(await decodeMessage(over)).toMatchObject({ code: "MALFORMED_MESSAGE", text: over.body });
  });

  it("cuts a bomb off that understates its size by a small last member", async () => {
    const bomb = Buffer.concat([gzipSync(Buffer.alloc(64 * MIB)), gzipSync("x")]).toString("base64");
    const before = process.memoryUsage().arrayBuffers;
    const fault = await decodeMessage(received(bomb, { attributes: { "Content-Encoding": "gzip" } }));
    expect(fault).toMatchObject({ code: "MALFORMED_MESSAGE", detail: expect.stringContaining("16777216") });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(48 * MIB);
  });

  it.each([
    ["no gzip", received("{}", { attributes: { "Content-Encoding": "gzip" } })],
    [
      "cut off",
      received(gzipSync("x".repeat(1_000)).toString("base64").slice(0, 12), {
        attributes: { "Content-Encoding": "gzip" },
      }),
    ],
    ["no UTF-8", gzipped(Buffer.from([0x22, 0xff, 0x22]))],
    ["an unknown encoding", received("{}", { attributes: { "Content-Encoding": "br" } })],
    ["a broken claim check", received('["software.amazon.payloadoffloading.PayloadS3Pointer",{}]')],
  ])("calls a body malformed that is %s, and keeps it as received", async (_, message) => {
    const fault = await decodeMessage(message);
    expect(fault).toMatchObject({ code: "MALFORMED_MESSAGE", text: message.body, receivedOn: RECEIVED_ON });
  });
});

describe(`${decodeMessage.name}, given a claim check`, () => {
  let messaging: Awaited<ReturnType<typeof emulatedMessaging>>;
  let proxy: FaultProxy;
  let payloads: PayloadStore;
  let s3: S3Client;

  beforeAll(async () => {
    messaging = await emulatedMessaging(await startEmulator({ port: 0 }));
    proxy = await FaultProxy.start(messaging.aws.endpoint);
    payloads = new PayloadStore({
      bucket: messaging.payloadBucket,
      aws: { ...messaging.aws, endpoint: proxy.endpoint },
    });
    s3 = new S3Client({ ...messaging.aws, forcePathStyle: true });
  });

  afterAll(async () => {
    s3.destroy();
    await payloads.close();
    await proxy.stop();
    await messaging.stop();
  });

  function pointerTo(key: string, bucket = messaging.payloadBucket): ReceivedMessage {
    return received(printPointer({ bucket, key }), { attributes: { ExtendedPayloadSize: "1" } });
  }

  it("fetches what was stored", async () => {
    const text = JSON.stringify({ records: ["€".repeat(200_000)] });
    const { key } = await payloads.put(text);
    expect(await decodeMessage(pointerTo(key), payloads)).toMatchObject({ text });
  });

  it("decompresses what it fetched, if the message says so", async () => {
    const { key } = await payloads.put(gzipSync('{"records":[]}').toString("base64"));
    const message = pointerTo(key);
    message.attributes["Content-Encoding"] = "gzip";
    expect(await decodeMessage(message, payloads)).toMatchObject({ text: '{"records":[]}' });
  });

  it("misses a payload of another bucket without a request, and any if no bucket is set", async () => {
    const { key } = await payloads.put("{}");
    proxy.actions.length = 0;
    const foreign = pointerTo(key, "somebody-elses");
    expect(await decodeMessage(foreign, payloads)).toMatchObject({ code: "PAYLOAD_MISSING", text: foreign.body });
    expect(await decodeMessage(pointerTo(key))).toMatchObject({ code: "PAYLOAD_MISSING" });
    expect(proxy.actions).toEqual([]);
  });

  it("looks three times for an object that is not there, then misses it", async () => {
    proxy.actions.length = 0;
    expect(await decodeMessage(pointerTo("nothing"), payloads)).toMatchObject({
      code: "PAYLOAD_MISSING",
      detail: expect.stringContaining("NoSuchKey"),
    });
    expect(proxy.actions).toEqual(["GET", "GET", "GET"]);
  });

  it("finds an object that comes a moment late", async () => {
    const { key } = await payloads.put("{}");
    let requests = 0;
    proxy.fate = () => (++requests === 1 ? { status: 404, body: "" } : "pass");
    expect(await decodeMessage(pointerTo(key), payloads)).toMatchObject({ text: "{}" });
    proxy.fate = () => "pass";
  });

  it.each(["hang up" as const, { status: 503, body: "" }])(
    "raises a transient error while S3 says %j",
    async (fate) => {
      const { key } = await payloads.put("{}");
      proxy.fate = () => fate;
      await expect(decodeMessage(pointerTo(key), payloads)).rejects.toMatchObject({ name: "TransientError" });
      proxy.fate = () => "pass";
      expect(await decodeMessage(pointerTo(key), payloads)).toMatchObject({ text: "{}" });
    },
  );

  it("calls an object of more than 16 MiB malformed, and does not read it", async () => {
    // The emulator takes no object of that size in one piece.
    proxy.fate = () => ({ status: 200, body: "x".repeat(16 * MIB + 1) });
    const fault = await decodeMessage(pointerTo("large"), payloads);
    proxy.fate = () => "pass";
    expect(fault).toMatchObject({ code: "MALFORMED_MESSAGE", detail: expect.stringContaining("16777216") });
  });

  it("calls an object malformed that is no UTF-8", async () => {
    await s3.send(new PutObjectCommand({ Bucket: messaging.payloadBucket, Key: "binary", Body: Buffer.from([0xff]) }));
    expect(await decodeMessage(pointerTo("binary"), payloads)).toMatchObject({ code: "MALFORMED_MESSAGE" });
  });
});
