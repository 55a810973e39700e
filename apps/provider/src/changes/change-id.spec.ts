import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { parseChangeId, printChangeId } from "./change-id.js";

const int64 = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });

describe("a change id", () => {
  it("is read as it was printed", () => {
    const ids = fc.record({
      transactionId: int64,
      index: fc.oneof(fc.nat(999_999_999), fc.constant(Infinity)),
      changedAt: int64,
      asOf: int64,
    });
    fc.assert(
      fc.property(ids, fc.boolean(), (id, isEvent) => {
        const given = isEvent ? { ...id, asOf: id.changedAt } : id;
        expect(parseChangeId(printChangeId(given))).toEqual(given);
      }),
    );
  });

  it("is nothing else", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const id = parseChangeId(text);
        expect(id === undefined || /^\d+-(\d+|end)-\d+(-\d+)?$/.test(text)).toBe(true);
      }),
    );
    for (const text of [
      "",
      "1",
      "1-1",
      "1-1-1-",
      "-1-1-1",
      "1-1-1-1-1",
      "1-End-1",
      "9223372036854775808-0-1",
      "1-0-1\n",
    ]) {
      expect({ text, id: parseChangeId(text) }).toEqual({ text, id: undefined });
    }
  });
});
