import { describe, expect, it } from "@jest/globals";
import { durationText } from "./duration-text.js";

describe(durationText.name, () => {
  it.each([
    [0, "0 s"],
    [0.4, "0 s"],
    [30, "30 s"],
    [59.6, "1 min"],
    [90, "1 min 30 s"],
    [3_600, "1 h"],
    [3_605, "1 h"],
    [7_500, "2 h 5 min"],
    [90_061, "1 d 1 h"],
    [86_400 * 400, "400 d"],
  ])("prints %d seconds as %s", (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});
