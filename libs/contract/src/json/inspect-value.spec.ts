import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { inspectValue, jsonbText, parseJson, type InspectedValue, type JsonValue } from "./index.js";

function inspect(text: string): ReturnType<typeof inspectValue> {
  return inspectValue(parseJson(text), Buffer.byteLength(text));
}

function accepted(text: string): InspectedValue {
  const result = inspect(text);
  if (result.fault) {
    throw new Error(`${result.fault.path}: ${result.fault.detail}`);
  }
  return result;
}

/** Or the code of the fault: a failing test should not print megabytes. */
function printedBytes(value: JsonValue): number | string {
  const result = inspectValue(value);
  return result.fault ? result.fault.code : result.bytes;
}

function nested(levels: number): string {
  return "[".repeat(levels) + "]".repeat(levels);
}

const TOO_LARGE = { fault: { code: "VALUE_TOO_LARGE", path: "" } };

function notStorable(path: string) {
  return { fault: { code: "VALUE_NOT_STORABLE", path } };
}

describe(inspectValue.name, () => {
  it("gives the text of jsonb, its size in UTF-8 and its SHA-256", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "grapheme-composite" }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes("\\u0000"));
        const inspected = accepted(text);
        expect(inspected.text).toBe(jsonbText(parseJson(text)));
        expect(inspected.bytes).toBe(Buffer.byteLength(inspected.text));
        expect(inspected.digest).toBe(createHash("sha256").update(inspected.text).digest("hex"));
        expect(JSON.parse(inspected.text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it("takes 64 levels of arrays and objects, and no more", () => {
    expect(accepted(nested(64)).text).toBe(nested(64));
    expect(inspect(nested(65))).toMatchObject(notStorable("/0".repeat(64)));
    expect(inspect(`{"a":${nested(64)}}`)).toMatchObject(notStorable(`/a${"/0".repeat(63)}`));
    expect(inspect(`[1,${nested(1_000_000)}]`)).toMatchObject(notStorable(`/1${"/0".repeat(63)}`));
  });

  it.each([
    ['"\\u0000"', ""],
    ['{"a":["x","\\u0000"]}', "/a/1"],
    ['{"a/b":{"c~d":"\\ud800"}}', "/a~1b/c~0d"],
    ['["\\ude00\\ud83d"]', "/0"],
    ['[{"a":1,"b\\u0000":2}]', "/0"],
    ['{"x":{"\\udfff":2}}', "/x"],
  ])("refuses %s, which has U+0000 or an unpaired surrogate", (text, path) => {
    expect(inspect(text)).toMatchObject(notStorable(path));
  });

  it("takes what a later occurrence of its key has replaced", () => {
    expect(accepted('{"a":"\\u0000","a":1}').text).toBe('{"a": 1}');
  });

  it.each([
    "1e999",
    "-1e999",
    `0.${"1".repeat(999)}`,
    "1".repeat(1000),
    "1e-999",
    "0e1000000",
    `0.${"0".repeat(5000)}1e5001`,
  ])("takes a number of 1,000 digits or fewer when written out (%#)", (token) => {
    expect(accepted(`[${token}]`).text.length).toBeLessThanOrEqual(1004);
  });

  it.each([
    "1e1000",
    "1e-1000",
    "0e-1000",
    "1e999999999",
    "-1e99999999999999999999999999",
    "1e-99999999999999999999999999",
    "1".repeat(1001),
    `0.${"1".repeat(1000)}`,
    "7".repeat(1_000_000),
    `1e${"9".repeat(1_000_000)}`,
    `0.${"0".repeat(1_000_000)}1`,
  ])("refuses a number of more than 1,000 digits when written out (%#)", (token) => {
    expect(inspect(`{"n":[${token}]}`)).toMatchObject(notStorable("/n/0"));
  });

  it("ends the path at an ancestor when it would get too long", () => {
    const key = "k".repeat(600);
    expect(inspect(`{"${key}":{"${key}":["\\u0000"]}}`)).toMatchObject(notStorable(`/${key}`));
  });

  it("takes 4 MiB as sent, and no more", () => {
    const limit = 4 * 1024 * 1024;
    expect(accepted(`"${"x".repeat(limit - 2)}"`).bytes).toBe(limit);
    expect(inspect(`"${"x".repeat(limit - 1)}"`)).toMatchObject(TOO_LARGE);
    expect(inspect(`"${"é".repeat(limit / 2)}"`)).toMatchObject(TOO_LARGE);
    expect(inspect(`${" ".repeat(limit)}1`)).toMatchObject(TOO_LARGE);
  });

  it("takes 8 MiB as printed, and no more", () => {
    const limit = 8 * 1024 * 1024;
    // Quotes and the comma and blank (or the brackets) add 4 bytes to each.
    const strings = Array.from({ length: limit / 1024 }, () => "x".repeat(1020));
    expect(printedBytes(strings)).toBe(limit);
    expect(printedBytes([...strings.slice(1), "x".repeat(1021)])).toBe("VALUE_TOO_LARGE");
    expect(printedBytes([...strings, 1])).toBe("VALUE_TOO_LARGE");
    expect(printedBytes("é".repeat(limit / 2 - 1))).toBe(limit);
    expect(printedBytes("é".repeat(limit / 2))).toBe("VALUE_TOO_LARGE");
    expect(printedBytes("\u0001".repeat(limit / 6))).toBe(limit);
    expect(printedBytes("\u0001".repeat(limit / 6 + 1))).toBe("VALUE_TOO_LARGE");
    expect(printedBytes({ ["k".repeat(limit - 7)]: 1 })).toBe(limit);
    expect(printedBytes({ ["k".repeat(limit - 6)]: 1 })).toBe("VALUE_TOO_LARGE");
  });

  it("refuses 600 KB of numbers that are 100 MB when written out", () => {
    expect(inspect(`[${"1e999,".repeat(100_000)}1]`)).toMatchObject(TOO_LARGE);
  });

  it("finds references anywhere inside, each once, with names in NFC", () => {
    const { references } = accepted(
      JSON.stringify({
        resourceType: "Service",
        resourceName: "Cafe\u0301",
        uses: [
          { resourceType: "Lambda", resourceName: "a b/c%", extra: { resourceType: "Team", resourceName: "x" } },
          { resourceName: "Café", resourceType: "Service" },
          [{ resourceType: "Lambda", resourceName: "Service" }],
        ],
      }),
    );
    expect(references).toHaveLength(4);
    expect(references).toEqual(
      expect.arrayContaining([
        { resourceType: "Service", resourceName: "Café" },
        { resourceType: "Lambda", resourceName: "a b/c%" },
        { resourceType: "Team", resourceName: "x" },
        { resourceType: "Lambda", resourceName: "Service" },
      ]),
    );
  });

  it.each([
    { resourceType: "Service" },
    { resourceType: "", resourceName: "x" },
    { resourceType: "1Service", resourceName: "x" },
    { resourceType: "a b", resourceName: "x" },
    { resourceType: "A".repeat(129), resourceName: "x" },
    { resourceType: "Service", resourceName: "" },
    { resourceType: "Service", resourceName: "a\nb" },
    { resourceType: "Service", resourceName: "x".repeat(513) },
    { resourceType: "Service", resourceName: 7 },
    { resourceType: ["Service"], resourceName: "x" },
  ])("sees no reference in %j", (value) => {
    expect(accepted(JSON.stringify(value)).references).toEqual([]);
  });

  it("takes 10,000 references, and no more, distinct or not", () => {
    const reference = '{"resourceType":"Service","resourceName":"orders"}';
    const values = (count: number) => `[${Array.from({ length: count }, () => reference).join(",")}]`;
    expect(accepted(values(10_000)).references).toHaveLength(1);
    expect(inspect(values(10_001))).toMatchObject(TOO_LARGE);
  });
});
