import { describe, expect, it } from "@jest/globals";
import { childrenOf, matchesText, summaryOf } from "./json-nodes.js";

describe("a JSON tree's nodes", () => {
  it("are arrays and objects; null, text and numbers are leaves", () => {
    expect(childrenOf([7, "a"])).toEqual([
      ["0", 7],
      ["1", "a"],
    ]);
    expect(childrenOf({ a: null })).toEqual([["a", null]]);
    expect([null, "x", 1, true].map(childrenOf)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it("say how much is in them", () => {
    expect([[], [1], [1, 2], {}, { a: 1 }].map(summaryOf)).toEqual([
      "[0 items]",
      "[1 item]",
      "[2 items]",
      "{0 keys}",
      "{1 key}",
    ]);
  });

  it("match by key, by leaf and by what is below, in any case", () => {
    const value = { Owner: { team: "Orders" }, ports: [8080] };
    expect(matchesText("x", value, "owner")).toBe(true);
    expect(matchesText("x", value, "orders")).toBe(true);
    expect(matchesText("x", value, "808")).toBe(true);
    expect(matchesText("x", value, "billing")).toBe(false);
  });
});
