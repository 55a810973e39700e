import { describe, expect, it } from "@jest/globals";
import { parseJsonPath } from "./json-path.js";

describe(parseJsonPath.name, () => {
  it.each([
    ["$", []],
    ["$.a.b_c-d", ["a", "b_c-d"]],
    ["$[0][12]", ["0", "12"]],
    ["$.a[0].b", ["a", "0", "b"]],
    ['$["any ]key"].x["\\"\\u00e9\\\\"]', ["any ]key", "x", '"é\\']],
  ])("reads %s", (text, steps) => {
    expect(parseJsonPath(text)).toEqual(steps);
  });

  it.each([
    "",
    "a.b",
    "$.",
    "$a",
    "$..a",
    "$.*",
    "$.a[*]",
    "$.a[-1]",
    "$.a[01]",
    "$.a[",
    "$.a[]",
    '$["a',
    '$["a"',
    '$["\\x"]',
    "$.a ? (@ > 1)",
    "$.a b",
    "$.1",
    `$${".a".repeat(65)}`,
  ])("refuses %j", (text) => {
    expect(parseJsonPath(text)).toBeUndefined();
  });

  it("takes time in proportion to the text", () => {
    expect(parseJsonPath(`$["${"\\".repeat(99_999)}`)).toBeUndefined();
    expect(parseJsonPath(`$[${"9".repeat(100_000)}`)).toBeUndefined();
  });
});
