import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { parseReceiptRequest, printReceiptRequest } from "./receipt.js";

const ID = "9f0c2a7e-5b1d-4e61-8f0b-6c9d2a4e7b10";

describe(printReceiptRequest.name, () => {
  it("writes indexes that follow each other as one run", () => {
    expect(printReceiptRequest({ id: ID, indexes: [0, 1, 2, 5, 7, 8] })).toBe(`${ID} 0-2,5,7-8`);
  });

  it("writes what is read back, whatever the indexes are", () => {
    const indexes = fc.uniqueArray(fc.nat(16 * 1024 * 1024 - 1), { minLength: 1, maxLength: 600 });
    fc.assert(
      fc.property(indexes, fc.nat(300), (scattered, run) => {
        const list = [...new Set([...scattered, ...Array.from({ length: run }, (_, index) => index)])];
        const request = { id: ID, indexes: list.toSorted((a, b) => a - b) };
        expect(parseReceiptRequest(printReceiptRequest(request))).toEqual(request);
      }),
    );
  });
});

describe(parseReceiptRequest.name, () => {
  it.each([
    "",
    ID,
    `${ID} `,
    `${ID} 3-1`,
    `${ID} 1,1`,
    `${ID} 2,1`,
    `${ID} 0-10000`,
    `${ID} 99999999`,
    "x 1",
    `${ID} -1`,
  ])("makes nothing of %j", (text) => {
    expect(parseReceiptRequest(text)).toBeUndefined();
  });
});
