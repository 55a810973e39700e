import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { schemeOf } from "./scheme-of.js";

const TYPES = ["npm", "golang", "maven", "pypi", "composer", "gem", "nuget", "deb", "rpm", "generic"];

const numbers = fc.array(fc.constantFrom("0", "1", "2", "10", "007", "20240101"), { minLength: 1, maxLength: 4 });
const qualifier = fc.tuple(
  fc.constantFrom("-", ".", "", "~", "+", "^", "_"),
  fc.constantFrom("alpha", "a", "beta", "rc", "RC", "SNAPSHOT", "Final", "ga", "sp", "dev", "post", "p", "jre", "x"),
  fc.constantFrom("", "1", "2", "-1", ".2", "11"),
);
const written = fc
  .tuple(fc.constantFrom("", "v", "1:", "1!"), numbers, fc.array(qualifier, { maxLength: 2 }))
  .map(
    ([prefix, parts, qualifiers]) => `${prefix}${parts.join(".")}${qualifiers.map((each) => each.join("")).join("")}`,
  );
const text = fc.oneof(
  { weight: 6, arbitrary: written },
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom("main", ""),
);

describe.each(TYPES)("the order of %s versions", (type) => {
  const scheme = schemeOf(type);

  it("is antisymmetric and reflexive for every text", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(scheme.compare(a, a)).toBe(0);
        expect(scheme.compare(a, b) + scheme.compare(b, a)).toBe(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it("is transitive, so that sorting gives the same order from every start", () => {
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const [low, middle, high] = [a, b, c].toSorted(scheme.compare) as [string, string, string];
        expect(scheme.compare(low, middle)).toBeLessThanOrEqual(0);
        expect(scheme.compare(middle, high)).toBeLessThanOrEqual(0);
        const steps = scheme.compare(low, middle) + scheme.compare(middle, high);
        expect(scheme.compare(low, high)).toBe(Math.sign(steps));
      }),
      { numRuns: 1_500 },
    );
  });

  it("puts what is no version before all versions", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        if (!scheme.isVersion(a) && scheme.isVersion(b)) expect(scheme.compare(a, b)).toBe(-1);
      }),
    );
  });
});
