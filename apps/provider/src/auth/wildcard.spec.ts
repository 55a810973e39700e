import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { matchesWildcard } from "./wildcard.js";

describe(matchesWildcard.name, () => {
  it.each([
    ["orders", "orders", true],
    ["orders", "orders2", false],
    ["orders", "Orders", false],
    ["*", "", true],
    ["*", "anything/at:all", true],
    ["orders/*", "orders/k8s", true],
    ["orders/*", "orders", false],
    ["*/k8s", "orders/k8s", true],
    ["a*a", "a", false],
    ["a*a", "aa", true],
    ["a*b*c", "a-b-c", true],
    ["a*b*c", "acb", false],
    ["a**c", "abc", true],
    ["a.c", "abc", false],
    ["[a-z]+", "abc", false],
    ["", "", true],
    ["", "a", false],
  ])("%s on %s: %s", (pattern, text, matches) => {
    expect(matchesWildcard(pattern, text)).toBe(matches);
  });

  it("agrees with a matcher that tries every split", () => {
    const matches = (pattern: string, text: string): boolean => {
      if (pattern === "") return text === "";
      if (pattern[0] !== "*") return text[0] === pattern[0] && matches(pattern.slice(1), text.slice(1));
      for (let skipped = 0; skipped <= text.length; skipped++) {
        if (matches(pattern.slice(1), text.slice(skipped))) return true;
      }
      return false;
    };
    const texts = (alphabet: string[]) => fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 8 });
    fc.assert(
      fc.property(texts(["a", "b", "*"]), texts(["a", "b"]), (pattern, text) => {
        expect(matchesWildcard(pattern, text)).toBe(matches(pattern, text));
      }),
      { numRuns: 2000 },
    );
  });
});
