import { randomBytes } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { propagation } from "@opentelemetry/api";
import { encodedMessage, encodeMessage } from "./encode-message.js";

const LIMIT = 262_144;
const SENT_ON = { sentOn: "2026-01-02T03:04:05.000000Z" };
const SENT_ON_BYTES = "sentOn".length + "String".length + SENT_ON.sentOn.length;

function attributes(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, "1"]));
}

function inflate(body: string): string {
  return gunzipSync(Buffer.from(body, "base64")).toString();
}

describe(encodeMessage.name, () => {
  it("leaves a text as it is up to the last byte of SNS's limit, attributes included", async () => {
    const text = "x".repeat(LIMIT - SENT_ON_BYTES);
    const message = await encodeMessage(text, SENT_ON, undefined);
    expect(message).toMatchObject({ body: text, bytes: LIMIT });
    expect(message.attributes).toEqual({ sentOn: { DataType: "String", StringValue: SENT_ON.sentOn } });
  });

  it("compresses what is one byte over", async () => {
    const text = "x".repeat(LIMIT - SENT_ON_BYTES + 1);
    const message = await encodeMessage(text, SENT_ON, undefined);
    expect(message.attributes["Content-Encoding"]).toEqual({ DataType: "String", StringValue: "gzip" });
    expect(message.bytes).toBeLessThan(LIMIT);
    expect(inflate(message.body)).toBe(text);
  });

  it("counts UTF-8 bytes, not characters", async () => {
    const message = await encodeMessage("€".repeat(100_000), {}, undefined);
    expect(message.attributes).toHaveProperty("Content-Encoding");
  });

  it.each(["\u{FFFE}", "\u{FFFF}", "\u{0}"])(
    "compresses a text that holds %j, which SQS refuses",
    async (character) => {
      const text = JSON.stringify("before ") + character;
      const message = await encodeMessage(text, {}, undefined);
      expect(inflate(message.body)).toBe(text);
    },
  );

  it("sends every other character as it is", async () => {
    const text = "\t\n\r é € \u{FFFD} 😀 \u{1FFFE} \u{10FFFF}";
    expect((await encodeMessage(text, {}, undefined)).body).toBe(text);
  });

  it("makes a claim check of what does not compress enough, with the payload's size as a number", async () => {
    const text = randomBytes(400_000).toString("base64");
    const stored: string[] = [];
    const message = await encodeMessage(text, SENT_ON, (payload) => {
      stored.push(payload);
      return Promise.resolve({ bucket: "payloads", key: "k" });
    });
    expect(stored).toEqual([text]);
    expect(message.body).toBe(
      '["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"payloads","s3Key":"k"}]',
    );
    expect(message.attributes).toEqual({
      sentOn: { DataType: "String", StringValue: SENT_ON.sentOn },
      ExtendedPayloadSize: { DataType: "Number", StringValue: String(text.length) },
    });
  });

  it("gives up on what fits in no form, with TOO_LARGE", async () => {
    const incompressible = randomBytes(400_000).toString("base64");
    await expect(encodeMessage(incompressible, {}, undefined)).rejects.toMatchObject({ code: "TOO_LARGE" });
    const overContract = "x".repeat(16 * 1024 * 1024 + 1);
    const stored: string[] = [];
    const store = (payload: string) => Promise.resolve({ bucket: "b", key: String(stored.push(payload)) });
    await expect(encodeMessage(overContract, {}, store)).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect(stored).toEqual([]);
  });

  it.each(["Content-Encoding", "ExtendedPayloadSize", "SQSLargePayloadSize"])(
    "refuses the attribute %s",
    async (name) => {
      await expect(encodeMessage("{}", { [name]: "1" }, undefined)).rejects.toMatchObject({
        code: "INVALID_ATTRIBUTES",
      });
    },
  );

  it("sends no more attributes than SQS takes, those of the trace and of the encoding among them", async () => {
    const TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    propagation.setGlobalPropagator({
      inject: (_context, carrier, setter) => {
        for (const name of ["tracestate", "baggage"]) setter.set(carrier, name, "a=b");
        setter.set(carrier, "traceparent", TRACEPARENT);
      },
      extract: (context) => context,
      fields: () => [],
    });
    try {
      const message = await encodeMessage(`{"records":["${"x".repeat(300_000)}"]}`, attributes(7), undefined);
      expect(Object.keys(message.attributes)).toHaveLength(10);
      expect(message.attributes).toMatchObject({
        traceparent: { DataType: "String", StringValue: TRACEPARENT },
        tracestate: { DataType: "String", StringValue: "a=b" },
      });
      const untouched = encodedMessage("H4sI", attributes(7), "gzip");
      expect(Object.keys(untouched.attributes)).toHaveLength(10);
    } finally {
      propagation.disable();
    }
    await expect(encodeMessage("{}", { traceparent: TRACEPARENT }, undefined)).rejects.toMatchObject({
      code: "INVALID_ATTRIBUTES",
      message: "the message attribute traceparent is reserved",
    });
  });

  it("refuses more attributes than SQS takes from SNS", async () => {
    await expect(encodeMessage("{}", attributes(7), undefined)).resolves.toBeDefined();
    await expect(encodeMessage("{}", attributes(8), undefined)).rejects.toMatchObject({
      code: "INVALID_ATTRIBUTES",
      message: expect.stringMatching(/^8 message attributes, at most 7: SQS drops/),
    });
  });
});

describe(encodedMessage.name, () => {
  it("takes a body as it stands, with what it is encoded in", () => {
    const { body, attributes } = encodedMessage("H4sI", SENT_ON, "gzip");
    expect(body).toBe("H4sI");
    expect(attributes["Content-Encoding"]).toEqual({ DataType: "String", StringValue: "gzip" });
    expect(attributes["sentOn"]).toEqual({ DataType: "String", StringValue: SENT_ON.sentOn });
  });

  it("refuses one that SNS does not take: it cannot be encoded any further", () => {
    expect(() => encodedMessage("x".repeat(LIMIT), {}, "gzip")).toThrow("do not fit SNS");
  });
});
