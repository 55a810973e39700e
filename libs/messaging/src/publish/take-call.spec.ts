import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Delivery } from "./delivery.js";
import { takeCall } from "./take-call.js";

function delivery({ bytes, isSuspect }: { bytes: number; isSuspect: boolean }): Delivery {
  return { message: { body: "", attributes: {}, bytes }, since: 0, failures: 0, isSuspect, settle() {} };
}

describe(takeCall.name, () => {
  it("empties any queue by calls within SNS's limits, each message once, suspects alone", () => {
    const bytes = fc.oneof(fc.integer({ min: 1, max: 262_144 }), fc.integer({ min: 1, max: 5_000 }));
    const messages = fc.array(fc.record({ bytes, isSuspect: fc.boolean() }), { maxLength: 60 });
    fc.assert(
      fc.property(messages, (contents) => {
        const all = contents.map(delivery);
        const queue = [...all];
        const calls: Delivery[][] = [];
        while (queue.length > 0) {
          calls.push(takeCall(queue));
        }
        for (const call of calls) {
          expect(call.length).toBeGreaterThanOrEqual(1);
          expect(call.length).toBeLessThanOrEqual(10);
          expect(call.reduce((sum, { message }) => sum + message.bytes, 0)).toBeLessThanOrEqual(262_144);
          expect(call.length === 1 || call.every(({ isSuspect }) => !isSuspect)).toBe(true);
        }
        expect(calls.flat()).toEqual(all);
      }),
    );
  });

  it("fills a call to the last entry and the last byte", () => {
    const small = Array.from({ length: 11 }, () => delivery({ bytes: 1, isSuspect: false }));
    expect(takeCall(small)).toHaveLength(10);
    const exact = [131_072, 131_072, 1].map((bytes) => delivery({ bytes, isSuspect: false }));
    expect(takeCall(exact)).toHaveLength(2);
  });
});
