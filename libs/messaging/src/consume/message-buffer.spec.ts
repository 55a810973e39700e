import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { MessageBuffer } from "./message-buffer.js";
import { messageWeight } from "./message-weight.js";
import type { ReceivedMessage } from "./received-message.js";

function message(bytes: number, receiveCount = 1): ReceivedMessage {
  return { id: "", body: "x".repeat(bytes), attributes: {}, receivedOn: undefined, receiveCount, receiptHandle: "" };
}

function takeAll(buffer: MessageBuffer): ReceivedMessage[][] {
  const batches: ReceivedMessage[][] = [];
  while (buffer.size > 0) {
    batches.push(buffer.take());
  }
  return batches;
}

describe(MessageBuffer.name, () => {
  it("gives every message once, in batches within the limits, those on their third receive alone", () => {
    const messages = fc.array(
      fc.record({ bytes: fc.integer({ min: 0, max: 300 }), receiveCount: fc.integer({ min: 1, max: 4 }) }),
      { maxLength: 50 },
    );
    const limits = fc.record({ messages: fc.integer({ min: 1, max: 10 }), bytes: fc.integer({ min: 1, max: 1_000 }) });
    fc.assert(
      fc.property(messages, limits, (contents, limit) => {
        const buffer = new MessageBuffer(limit);
        const all = contents.map(({ bytes, receiveCount }) => message(bytes, receiveCount));
        buffer.add(all);
        const batches = takeAll(buffer);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThanOrEqual(1);
          expect(batch.length).toBeLessThanOrEqual(limit.messages);
          const weight = batch.reduce((sum, each) => sum + messageWeight(each), 0);
          expect(batch.length === 1 || weight <= limit.bytes).toBe(true);
          expect(batch.length === 1 || batch.every(({ receiveCount }) => receiveCount < 3)).toBe(true);
        }
        expect(new Set(batches.flat())).toEqual(new Set(all));
        expect(batches.flat()).toHaveLength(all.length);
      }),
    );
  });

  it("lets others pass one that is isolated, which comes next", () => {
    const buffer = new MessageBuffer({ messages: 10, bytes: 1_000 });
    const [first, suspect, last] = [message(1), message(1, 3), message(1)];
    buffer.add([first, suspect, last]);
    expect(takeAll(buffer)).toEqual([[first, last], [suspect]]);
  });

  it("tells when the next is a suspect, or larger than a batch", () => {
    const buffer = new MessageBuffer({ messages: 10, bytes: 1_000 });
    expect(buffer.nextStandsAlone).toBe(false);
    buffer.add([message(1_001), message(1_000), message(1, 3)]);
    const alone: boolean[] = [];
    for (; buffer.size > 0; buffer.take()) alone.push(buffer.nextStandsAlone);
    expect(alone).toEqual([true, false, true]);
  });

  it("lets nobody pass a message that fits no more", () => {
    const buffer = new MessageBuffer({ messages: 10, bytes: 100 });
    const [first, large, last] = [message(60), message(60), message(10)];
    buffer.add([first, large, last]);
    expect(takeAll(buffer)).toEqual([[first], [large, last]]);
  });

  it("is full by count or by bytes, and empty after it was cleared", () => {
    const buffer = new MessageBuffer({ messages: 2, bytes: 100 });
    buffer.add([message(99)]);
    expect(buffer.isFull).toBe(false);
    buffer.add([message(1)]);
    expect(buffer.isFull).toBe(true);
    expect(buffer.clear()).toHaveLength(2);
    expect([buffer.size, buffer.isFull]).toEqual([0, false]);
    buffer.add([message(100)]);
    expect(buffer.isFull).toBe(true);
  });
});
