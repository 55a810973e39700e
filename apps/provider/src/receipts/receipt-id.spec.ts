import { describe, expect, it } from "@jest/globals";
import { createSecretKey, type KeyObject } from "node:crypto";
import fc from "fast-check";
import { printReceiptId, readReceiptId, type ReceiptContent } from "./receipt-id.js";

const keyOf = (text: string): KeyObject => createSecretKey(Buffer.from(text));

const KEY = keyOf("a key of at least thirty-two characters");
const ID = "9f0c2a7e-5b1d-4e61-8f0b-6c9d2a4e7b10";
const content = (indexes: readonly number[]): ReceiptContent => ({ id: ID, issuedAt: 1_790_000_000_123, indexes });

describe(printReceiptId.name, () => {
  it("prints what is read back with the same key, and short", () => {
    const all = Array.from({ length: 10_000 }, (_, index) => index);
    const text = printReceiptId(content(all), KEY);
    expect(text.length).toBeLessThan(100);
    expect(readReceiptId(text, KEY)).toEqual(content(all));
    expect(readReceiptId(text, keyOf("another key"))).toBeUndefined();
    const indexes = fc.uniqueArray(fc.nat(16 * 1024 * 1024), { maxLength: 500 });
    fc.assert(
      fc.property(indexes, (list) => {
        const sorted = content(list.toSorted((a, b) => a - b));
        expect(readReceiptId(printReceiptId(sorted, KEY), KEY)).toEqual(sorted);
      }),
    );
  });

  it("stays below what a request's first line may hold, however the records are scattered", () => {
    let index = 0;
    const scattered = Array.from({ length: 10_000 }, (_, n) => (index += 1 + ((n * 7919) % 3300)));
    expect(printReceiptId(content(scattered), KEY).length).toBeLessThan(32 * 1024);
  });
});

describe(readReceiptId.name, () => {
  it("believes nothing that was changed in any place, or cut, or is written in another way", () => {
    const text = printReceiptId(content([0, 1, 5]), KEY);
    for (let place = 0; place < text.length; place++) {
      const other = text[place] === "A" ? "B" : "A";
      expect(readReceiptId(text.slice(0, place) + other + text.slice(place + 1), KEY)).toBeUndefined();
      expect(readReceiptId(text.slice(0, place), KEY)).toBeUndefined();
    }
    expect(readReceiptId(`${text}=`, KEY)).toBeUndefined();
    expect(readReceiptId("9f0c2a7e-5b1d-4e61-8f0b-6c9d2a4e7b10", KEY)).toBeUndefined();
  });
});
