import { describe, expect, it } from "@jest/globals";
import { compareSeverities, severitiesText } from "./severity.js";

const NONE = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0, total: 0 };

describe("compareSeverities", () => {
  it("puts one critical above many high ones", () => {
    const critical = { ...NONE, critical: 1, total: 1 };
    const high = { ...NONE, high: 9, total: 9 };
    expect(compareSeverities(critical, high)).toBeGreaterThan(0);
    expect(compareSeverities(high, critical)).toBeLessThan(0);
    expect(compareSeverities(high, { ...high })).toBe(0);
  });
});

describe("severitiesText", () => {
  it("names what there is, the most severe first", () => {
    expect(severitiesText({ ...NONE, low: 2, critical: 1, total: 3 })).toBe("1 critical, 2 low");
    expect(severitiesText(NONE)).toBe("none known");
  });
});
