import { describe, expect, it } from "@jest/globals";
import { jsonbText, parseJson, ValueFault } from "./index.js";

// What PostgreSQL prints was read off it; the end-to-end tests compare generated values with a running one.
describe(jsonbText.name, () => {
  it.each([
    ["0", "0"],
    ["-0", "0"],
    ["-0.0", "0.0"],
    ["0e5", "0"],
    ["0e-3", "0.000"],
    ["0.00e1", "0.0"],
    ["1e2", "100"],
    ["1.50", "1.50"],
    ["1.50e1", "15.0"],
    ["1.5e1", "15"],
    ["-1.5E+3", "-1500"],
    ["1e-3", "0.001"],
    ["100e-2", "1.00"],
    ["0.005e3", "5"],
    ["0.0050e3", "5.0"],
    ["12345678901234567890.10", "12345678901234567890.10"],
    ["9007199254740993", "9007199254740993"],
    ["0e99999999999999999999", "0"],
  ])("writes the number %s out as %s", (token, text) => {
    expect(jsonbText(parseJson(token))).toBe(text);
  });

  it.each([
    [1e21, "1000000000000000000000"],
    [1.5e-7, "0.00000015"],
    [-0, "0"],
    [0.1, "0.1"],
    [123456789.125, "123456789.125"],
  ])("writes the JS number %s out", (number, text) => {
    expect(jsonbText(number)).toBe(text);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("refuses %s", (number) => {
    expect(() => jsonbText([number])).toThrow(ValueFault);
  });

  it("orders keys by length in UTF-8, then by bytes", () => {
    expect(jsonbText(parseJson('{"b":1,"é":3,"aa":2,"":4,"a":5,"😀":6,"\\ufffdx":7,"10":8,"9":9}'))).toBe(
      '{"": 4, "9": 9, "a": 5, "b": 1, "10": 8, "aa": 2, "é": 3, "\ufffdx": 7, "😀": 6}',
    );
  });

  it("orders the keys of objects of one shape each time", () => {
    const texts = [1, 2].map((number) => jsonbText({ zz: number, a: { zz: number, a: 0 } }));
    expect(texts).toEqual(['{"a": {"a": 0, "zz": 1}, "zz": 1}', '{"a": {"a": 0, "zz": 2}, "zz": 2}']);
  });

  it("does not take one shape for another that begins and ends alike", () => {
    const texts = ["k1", "k2"].map((key) => jsonbText({ aa: 1, [key]: 2, zz: 3 }));
    expect(texts).toEqual(['{"aa": 1, "k1": 2, "zz": 3}', '{"aa": 1, "k2": 2, "zz": 3}']);
  });

  it("orders thousands of keys", () => {
    const keys = Array.from({ length: 3000 }, (_, index) => `k${index}`);
    const text = jsonbText(Object.fromEntries(keys.toReversed().map((key) => [key, 0])));
    // k0 … k9, k10 … k99 and so on: here length and bytes agree with the number.
    expect(text).toBe(`{${keys.map((key) => `"${key}": 0`).join(", ")}}`);
  });

  it("escapes what PostgreSQL escapes and nothing else", () => {
    expect(jsonbText('\b\f\n\r\t"\\/\u0001\u001f\u007f\u0080\u2028é😀')).toBe(
      '"\\b\\f\\n\\r\\t\\"\\\\/\\u0001\\u001f\u007f\u0080\u2028é😀"',
    );
  });

  it("prints empty and nested arrays and objects", () => {
    expect(jsonbText(parseJson('[[],{},[{"a":[null,true,false,"x"]}]]'))).toBe(
      '[[], {}, [{"a": [null, true, false, "x"]}]]',
    );
  });
});
