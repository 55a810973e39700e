import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { prefixEnd } from "./prefix-range.js";

const text = fc.string({ unit: "binary", maxLength: 5 }).filter((each) => each.isWellFormed());
const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe(prefixEnd.name, () => {
  it("is well-formed, and parts texts that begin with the prefix from all that come after", () => {
    fc.assert(
      fc.property(text, text, (prefix, other) => {
        const end = prefixEnd(prefix);
        const isWithin = compare(other, prefix) >= 0 && (end === undefined || compare(other, end) < 0);
        expect(isWithin).toBe(other.startsWith(prefix));
        expect(
          compare(prefix + other, end ?? "\u{10FFFF}\u{10FFFF}\u{10FFFF}\u{10FFFF}\u{10FFFF}\u{10FFFF}"),
        ).toBeLessThan(1);
        expect(end?.isWellFormed() ?? true).toBe(true);
      }),
      {
        examples: [
          ["\uD7FF", "\uE000"],
          ["a\u{10FFFF}", "b"],
          ["\u{10FFFF}", "\u{10FFFF}z"],
          ["\uFFFF", "\u{10000}"],
        ],
      },
    );
  });
});
