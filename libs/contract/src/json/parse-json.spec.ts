import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { isRawNumber, JsonSyntaxError, parseJson, TOO_DEEP, type JsonObject, type JsonValue } from "./index.js";

/** JSON with white space, escapes, keys such as `__proto__`, and numbers of many forms. */
const jsonText = fc
  .tuple(
    fc.jsonValue({ stringUnit: "binary", maxDepth: 5 }),
    fc.constantFrom(undefined, " ", "\t\r"),
    fc.constantFrom("0", "-0", "1.50", "-1E+2", "0.1e-3", "123456789012345678901", "0.0000001", "3.141592653589793"),
  )
  .map(([value, indent, number]) =>
    JSON.stringify({ value, ["__proto__"]: [1] }, null, indent).replaceAll("1", number),
  );

const piece = fc.constantFrom(
  ...'[]{}",:0123456789.eE+-tfn\\u \n\r\t\0\u001fé\u2028/',
  "",
  "true",
  "null",
  "\\u00",
  '\\"',
  "1e5",
  "NaN",
);

const mutatedText = fc
  .tuple(jsonText, fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(2), piece), { maxLength: 2 }))
  .map(([text, edits]) =>
    edits.reduce((edited, [place, removed, inserted]) => {
      const position = Math.floor(place * edited.length);
      return edited.slice(0, position) + inserted + edited.slice(position + removed);
    }, text),
  );

const numberToken = fc.stringMatching(/^-?(?:0|[1-9][0-9]{0,25})(?:\.[0-9]{1,25})?(?:[eE][+-]?[0-9]{1,4})?$/);

function fromJsonParse(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function fromParseJson(text: string, maxDepth?: number): string | undefined {
  try {
    const printed = JSON.stringify(parseJson(text, maxDepth === undefined ? {} : { maxDepth }));
    // A second time through JSON.parse turns exact numbers into JS numbers.
    return JSON.stringify(JSON.parse(printed));
  } catch (error) {
    expect(error).toBeInstanceOf(JsonSyntaxError);
    return undefined;
  }
}

function syntaxError(text: string): JsonSyntaxError {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) {
      return error;
    }
  }
  throw new Error(`${text} was accepted`);
}

function nested(levels: number, inner = ""): string {
  return "[".repeat(levels) + inner + "]".repeat(levels);
}

describe(parseJson.name, () => {
  it("gives what JSON.parse gives, and refuses what JSON.parse refuses", () => {
    fc.assert(
      fc.property(mutatedText, (text) => {
        expect(fromParseJson(text)).toBe(fromJsonParse(text));
      }),
      { numRuns: 2000 },
    );
  });

  it("accepts and refuses the same however little of the depth it keeps", () => {
    fc.assert(
      fc.property(mutatedText, fc.integer({ min: 1, max: 4 }), (text, maxDepth) => {
        expect(fromParseJson(text, maxDepth) === undefined).toBe(fromJsonParse(text) === undefined);
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps every number digit for digit", () => {
    fc.assert(
      fc.property(numberToken, (token) => {
        expect(JSON.stringify(parseJson(token))).toBe(token);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(["0", "-1", "12.5", "1e+21", "1e-7", "9007199254740991", "0.000001", "123456789012345680000"])(
    "gives a JS number for %s, which prints back the same",
    (token) => {
      expect(parseJson(token)).toBe(Number(token));
    },
  );

  it.each([
    "-0",
    "-0.0",
    "1.50",
    "1e2",
    "1E400",
    "9007199254740993",
    "0.1000",
    "0.0000001",
    "1e999999999",
    "1e-99999999999999999999",
  ])("carries %s as its token", (token) => {
    const value = parseJson(token);
    expect(isRawNumber(value)).toBe(true);
    expect(value).toEqual({ rawJSON: token });
  });

  it("tells an object with the key rawJSON from a carried number", () => {
    expect(isRawNumber(parseJson('{"rawJSON":"1.50"}'))).toBe(false);
  });

  it("takes a number of a million digits", () => {
    const token = `0.${"1".repeat(1_000_000)}`;
    expect((parseJson(token) as { rawJSON: string }).rawJSON).toBe(token);
  });

  it("lets the last of several equal keys win", () => {
    expect(parseJson('{"a":1,"b":2,"\\u0061":[3]}')).toEqual({ a: [3], b: 2 });
  });

  it("treats __proto__ and constructor as ordinary keys", () => {
    const object = parseJson('{"__proto__":{"polluted":1},"a":2}') as JsonObject;
    expect(Object.keys(object)).toEqual(["__proto__", "a"]);
    expect(object["polluted"]).toBeUndefined();
    expect(object["constructor"]).toBeUndefined();
    expect(object["__proto__"]).toEqual({ polluted: 1 });
  });

  it("keeps U+0000 and unpaired surrogates in strings", () => {
    expect(parseJson('["\\u0000","\\ud800","\\uDE00\\uD83D","\\ud83d\\ude00","\ud800"]')).toEqual([
      "\0",
      "\ud800",
      "\ude00\ud83d",
      "😀",
      "\ud800",
    ]);
  });

  it("reads strings longer than its fast path", () => {
    const long = "x".repeat(100);
    expect(parseJson(`["${long}","${long}\\n${long}\\u00e9","\\"${long}"]`)).toEqual([
      long,
      `${long}\n${long}é`,
      `"${long}`,
    ]);
  });

  it.each([
    ["", 0, "Unexpected end of text at position 0"],
    ["  ", 2, "Unexpected end of text at position 2"],
    ["[1,]", 3, 'Unexpected "]" at position 3'],
    ['{"a":1,}', 7, 'Unexpected "}" at position 7'],
    ['{"a" 1}', 5, 'Unexpected "1" at position 5'],
    ["{a:1}", 1, 'Unexpected "a" at position 1'],
    ["[1 2]", 3, 'Unexpected "2" at position 3'],
    ["01", 1, "Unexpected text after the JSON value at position 1"],
    ["1.", 2, "Unexpected end of text at position 2"],
    ["1.e5", 2, 'Unexpected "e" at position 2'],
    ["[1e]", 3, 'Unexpected "]" at position 3'],
    ["-", 1, "Unexpected end of text at position 1"],
    ["+1", 0, 'Unexpected "+" at position 0'],
    ["nul", 0, 'Unexpected "n" at position 0'],
    ["[😀]", 1, 'Unexpected "😀" at position 1'],
    ["\ufeff1", 0, 'Unexpected "\ufeff" at position 0'],
    ['"abc', 4, "Unterminated string at position 4"],
    ['"a\nb"', 2, "Control character in a string at position 2"],
    ['"a\\x"', 2, "Unknown escape in a string at position 2"],
    ['"a\\u12g4"', 2, "Incomplete \\u escape at position 2"],
    ['"\\', 1, "Unknown escape in a string at position 1"],
    ["[1]x", 3, "Unexpected text after the JSON value at position 3"],
  ])("refuses %j and says where", (text, position, message) => {
    expect(syntaxError(text)).toMatchObject({ code: "JSON_SYNTAX", position, message });
  });

  it("puts a marker in place of what is too deep, and keeps its neighbours", () => {
    const text = `[1,{"a":[2,{"b":[{}]}]},[[]],"end"]`;
    expect(parseJson(text, { maxDepth: 3 })).toEqual([1, { a: [2, TOO_DEEP] }, [[]], "end"]);
    expect(parseJson(text, { maxDepth: 1 })).toEqual([1, TOO_DEEP, TOO_DEEP, "end"]);
    expect(parseJson(text, { maxDepth: 0 })).toBe(TOO_DEEP);
  });

  it("keeps by default the 64 levels of a value in a record of a message", () => {
    let value: JsonValue = parseJson(nested(67));
    for (let level = 1; level < 67; level++) {
      value = (value as JsonValue[])[0]!;
    }
    expect(value).toEqual([]);
    expect(JSON.stringify(parseJson(nested(68)))).toBe(nested(67, "null"));
  });

  it("survives millions of levels, closed or not", () => {
    expect(parseJson(`[${nested(3_000_000)},{"a":1}]`, { maxDepth: 2 })).toEqual([[TOO_DEEP], { a: 1 }]);
    expect(parseJson(`${'{"a":['.repeat(1_000_000)}1e5${"]}".repeat(1_000_000)}`, { maxDepth: 0 })).toBe(TOO_DEEP);
    expect(syntaxError("[".repeat(16 * 1024 * 1024)).position).toBe(16 * 1024 * 1024);
    expect(syntaxError(nested(1_000_000, "}")).position).toBe(1_000_000);
  });
});
