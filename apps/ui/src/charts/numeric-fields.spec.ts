import { describe, expect, it } from "@jest/globals";
import { numberAt, numericFields } from "./numeric-fields.js";

describe(numericFields.name, () => {
  it("finds numbers wherever they are in objects, of any of the values", () => {
    const values = [{ latencyMs: 3, status: "up", memory: { used: 1 } }, { load: 0.5 }, null, "text", [1]];
    expect(numericFields(values)).toEqual(["latencyMs", "load", "memory.used"]);
  });

  it("takes a value that is a number itself", () => {
    expect(numericFields([1, 2])).toEqual([""]);
  });
});

describe(numberAt.name, () => {
  it("finds again whatever was found, also below keys with dots", () => {
    const value = { "a.b": { c: 1 }, a: { b: { d: 2 } }, e: 3 };
    const fields = numericFields([value]);
    expect(fields).toEqual(["a.b.c", "a.b.d", "e"]);
    expect(fields.map((field) => numberAt(value, field))).toEqual([1, 2, 3]);
    expect(numberAt(7, "")).toBe(7);
  });

  it("knows none where there is none", () => {
    expect(numberAt({ a: "1", b: null }, "a")).toBeUndefined();
    expect(numberAt(null, "a")).toBeUndefined();
    expect(numberAt({ a: 1 }, "a.b")).toBeUndefined();
  });
});
