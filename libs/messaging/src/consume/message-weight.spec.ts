import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { messageWeight } from "./message-weight.js";
import type { ReceivedMessage } from "./received-message.js";

function message(body: string, attributes: Record<string, string> = {}): ReceivedMessage {
  return { id: "", body, attributes, receivedOn: undefined, receiveCount: 1, receiptHandle: "" };
}

describe(messageWeight.name, () => {
  it("is the body's UTF-8 bytes for a plain message", () => {
    expect(messageWeight(message("€"))).toBe(3);
  });

  it("is the size after decompression, of which only the end is read", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 5_000 }), (size) => {
        const body = gzipSync("x".repeat(size)).toString("base64");
        expect(messageWeight(message(body, { "Content-Encoding": "gzip" }))).toBe(size);
      }),
    );
  });

  it.each(["ExtendedPayloadSize", "SQSLargePayloadSize"])("is the payload's size that %s states", (name) => {
    expect(messageWeight(message("[]", { [name]: "300000" }))).toBe(300_000);
  });

  it("does not believe in more than a message may hold, nor in nonsense", () => {
    expect(messageWeight(message("[]", { ExtendedPayloadSize: "1e12" }))).toBe(16 * 1024 * 1024);
    expect(messageWeight(message("[]", { ExtendedPayloadSize: "-5" }))).toBe(2);
    expect(messageWeight(message("[]", { ExtendedPayloadSize: "much" }))).toBe(2);
    expect(messageWeight(message("", { "Content-Encoding": "gzip" }))).toBe(0);
  });
});
