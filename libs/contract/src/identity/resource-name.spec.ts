import { describe, expect, it } from "@jest/globals";
import { MAX_NAME_CODE_POINTS } from "../limits.js";
import { isValidName, MAX_RAW_NAME_CODE_POINTS, nameFault, normalizeName, readName } from "./resource-name.js";

describe("the name of a Resource", () => {
  it.each([
    "a",
    " ",
    "a/b c'd\"e%f",
    " orders ",
    "ORDERS",
    "😀",
    "Cafe\u0301",
    "\u00a0",
    "\u200b",
    "\ufffe",
    "__proto__",
  ])("may be %j", (name) => {
    expect(isValidName(name)).toBe(true);
    expect(readName(name)).toBe(name.normalize("NFC"));
  });

  it.each([
    ["", "must not be empty"],
    ["a\u0000", "must not contain the control character U+0000"],
    ["a\n", "must not contain the control character U+000A"],
    ["\u007f", "must not contain the control character U+007F"],
    ["\u0085", "must not contain the control character U+0085"],
    ["\ud83d", "must not contain a lone surrogate"],
    ["\ude00\ud83d", "must not contain a lone surrogate"],
    ["a".repeat(513), "must have at most 512 code points after NFC normalization"],
    ["😀".repeat(513), "must have at most 512 code points after NFC normalization"],
    ["a".repeat(5000), "must have at most 512 code points after NFC normalization"],
  ])("may not be %j", (name, reason) => {
    expect(isValidName(name)).toBe(false);
    expect(nameFault(name)).toBe(reason);
    expect(readName(name)).toBeUndefined();
  });

  it("is measured in code points after normalization", () => {
    expect(isValidName("😀".repeat(512))).toBe(true);
    expect(isValidName("e\u0301".repeat(512))).toBe(true);
    expect(isValidName("e\u0301".repeat(513))).toBe(false);
    // U+0958 is composed, but NFC takes it apart.
    expect(isValidName("\u0958".repeat(256))).toBe(true);
    expect(isValidName("\u0958".repeat(257))).toBe(false);
  });

  it("may be four times as long before normalization, and no longer", () => {
    const decomposed = normalizeName("\u1f82").normalize("NFD");
    expect([...decomposed]).toHaveLength(4);
    expect(isValidName(decomposed.repeat(MAX_NAME_CODE_POINTS))).toBe(true);
    expect([...decomposed.repeat(MAX_NAME_CODE_POINTS)]).toHaveLength(MAX_RAW_NAME_CODE_POINTS);

    const longest = Array.from(
      { length: 0x110000 },
      (_, point) => [...String.fromCodePoint(point).normalize("NFD")].length,
    );
    expect(longest.reduce((left, right) => Math.max(left, right))).toBe(4);
  });
});
