import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { rowsInSteps } from "./rows-in-steps.js";

const ranges = fc
  .record({
    count: fc.integer({ min: 1, max: 500 }),
    overscan: fc.integer({ min: 0, max: 20 }),
    places: fc.tuple(fc.nat(), fc.nat()),
  })
  .map(({ count, overscan, places }) => {
    const [startIndex, endIndex] = places.map((place) => place % count).toSorted((a, b) => a - b) as [number, number];
    return { startIndex, endIndex, overscan, count };
  });

describe("rowsInSteps", () => {
  it("draws one stretch of rows that there are, with all in view and as many beyond as are asked for", () => {
    fc.assert(
      fc.property(ranges, (range) => {
        const rows = rowsInSteps(range);
        const first = rows[0]!;
        const last = rows.at(-1)!;
        expect(rows).toEqual(Array.from({ length: last - first + 1 }, (_, index) => first + index));
        expect(first).toBeGreaterThanOrEqual(0);
        expect(first).toBeLessThanOrEqual(Math.max(0, range.startIndex - range.overscan));
        expect(last).toBeLessThan(range.count);
        expect(last).toBeGreaterThanOrEqual(Math.min(range.count - 1, range.endIndex + range.overscan));
      }),
    );
  });

  it("changes what is drawn with every second row that is scrolled, not with each", () => {
    const drawn = Array.from({ length: 400 }, (_, place) =>
      rowsInSteps({ startIndex: 100 + place, endIndex: 115 + place, overscan: 6, count: 1000 }).join(),
    );
    expect(new Set(drawn).size).toBeLessThanOrEqual(201);
  });

  it("draws nothing of an empty table", () => {
    expect(rowsInSteps({ startIndex: 0, endIndex: 0, overscan: 6, count: 0 })).toEqual([]);
  });
});
