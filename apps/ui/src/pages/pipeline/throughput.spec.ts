import { describe, expect, it } from "@jest/globals";
import { rateText, ratesOf, withCount, type Count } from "./throughput.js";

const count = (on: number, records: Record<string, number>): Count => ({
  on,
  records: new Map(Object.entries(records)),
});

describe("throughput", () => {
  it("is not known from one count", () => {
    expect(ratesOf([])).toBeUndefined();
    expect(ratesOf([count(0, { a: 5 })])).toBeUndefined();
  });

  it("is what came between the first and the last count, a second", () => {
    const counts = [count(0, { a: 5, b: 7 }), count(5_000, { a: 9, b: 7 }), count(10_000, { a: 25, b: 7, new: 3 })];
    expect(ratesOf(counts)).toEqual(
      new Map([
        ["a", 2],
        ["b", 0],
        ["new", 0.3],
      ]),
    );
  });

  it("is told from the last minute only", () => {
    let counts: Count[] = [];
    for (let on = 0; on <= 300_000; on += 5_000)
      counts = withCount(counts, count(on, { a: on < 200_000 ? on : 200_000 }));
    expect(counts[0]?.on).toBe(240_000);
    expect(ratesOf(counts)).toEqual(new Map([["a", 0]]));
  });

  it("does not count the same answer twice", () => {
    const once = withCount([], count(1, { a: 1 }));
    expect(withCount(once, count(1, { a: 1 }))).toEqual(once);
  });

  it.each([
    [0, "none"],
    [0.05, "3.0 /min"],
    [0.25, "0.3 /s"],
    [1234.4, "1,234 /s"],
  ])("of %d a second is written as %s", (rate, text) => {
    expect(rateText(rate)).toBe(text);
  });
});
