import { describe, expect, it } from "@jest/globals";
import { factsOf } from "./facts.js";

describe("factsOf", () => {
  it("names each leaf by the keys that lead to it", () => {
    expect(factsOf({ commits: { total: 3, last30Days: 1 }, isShallow: false, tags: ["a"], none: null })).toEqual([
      { label: "Commits total", value: 3 },
      { label: "Commits last 30 days", value: 1 },
      { label: "Is shallow", value: false },
    ]);
  });

  it("finds none in a value without keys", () => {
    for (const value of ["text", 1, null, undefined, [1, 2]]) expect(factsOf(value)).toEqual([]);
  });
});
