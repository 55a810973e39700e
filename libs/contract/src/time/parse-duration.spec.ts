import { describe, expect, it } from "@jest/globals";
import { parseDuration } from "./parse-duration.js";

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;

describe(parseDuration.name, () => {
  it.each([
    ["PT1S", SECOND],
    ["PT15M", 900 * SECOND],
    ["PT2H", 7200 * SECOND],
    ["PT1H1S", 3601 * SECOND],
    ["P1D", DAY],
    ["P1DT1H1M1S", DAY + 3661 * SECOND],
    ["P2W", 14 * DAY],
    ["P52W", 364 * DAY],
    ["P366D", 366 * DAY],
    ["PT31622400S", 366 * DAY],
    ["P0DT60S", 60 * SECOND],
    ["PT007M", 420 * SECOND],
  ])("reads %s as %d µs", (text, micros) => {
    expect(parseDuration(text)).toBe(micros);
  });

  it.each([
    "",
    "P",
    "PT",
    "P1DT",
    "T1S",
    "PT0S",
    "P0W",
    "P53W",
    "P366DT1S",
    "P367D",
    "PT1.5S",
    "PT1,5S",
    "-PT1S",
    "PT-1S",
    "+PT1S",
    "pt1s",
    "P1Y",
    "P1M",
    "P1W1D",
    "P1WT1H",
    "PT1S1M",
    "PT1M1H",
    "P1H",
    "PT1D",
    " PT1S",
    "PT1S\n",
    `PT${"9".repeat(400)}S`,
  ])("refuses %j", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
