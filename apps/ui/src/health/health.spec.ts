import { describe, expect, it } from "@jest/globals";
import { healthRank } from "./health.js";

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
