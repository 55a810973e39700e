import { describe, expect, it } from "@jest/globals";
import { healthOf, healthRank } from "./health.js";

describe("healthOf", () => {
  it("reads a status in any case", () => {
    expect(healthOf("DOWN")).toBe("down");
    expect(healthOf("Up")).toBe("up");
  });

  it("says unknown of any other value", () => {
    expect(["fine", "toString", 1, null, undefined].map(healthOf)).toEqual(Array(5).fill("unknown"));
  });
});

describe("healthRank", () => {
  it("puts the worst highest", () => {
    const states = ["up", null, "down", "unknown", "degraded"] as const;
    expect(states.toSorted((a, b) => healthRank(b) - healthRank(a))).toEqual([
      "down",
      "degraded",
      "unknown",
      "up",
      null,
    ]);
  });
});
