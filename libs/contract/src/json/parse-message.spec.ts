import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { JsonSyntaxError, parseJson, parseMessage, sentValueBytes, TOO_DEEP, type RecordRange } from "./index.js";

function recordTexts(text: string): string[] | undefined {
  return parseMessage(text).records?.map(({ start, end }) => text.slice(start, end));
}

function valueTexts(text: string): string[] | undefined {
  return parseMessage(text).records?.map(({ valueStart, valueEnd }) => text.slice(valueStart, valueEnd));
}

/** Without the white space. */
function sentValue(text: string, { valueStart, valueEnd }: RecordRange): string {
  return valueStart === valueEnd ? "" : JSON.stringify(JSON.parse(text.slice(valueStart, valueEnd)));
}

describe(parseMessage.name, () => {
  it("gives the same document as parseJson, and for each record a text that parses to it", () => {
    const spaced = fc.tuple(
      fc.array(fc.oneof(fc.jsonValue(), fc.record({ kind: fc.string(), value: fc.jsonValue() })), { maxLength: 6 }),
      fc.constantFrom(undefined, 1, "\n\t"),
    );
    fc.assert(
      fc.property(spaced, fc.jsonValue(), ([records, indent], extra) => {
        const text = JSON.stringify({ value: extra, records, extra: { records: [extra] } }, null, indent);
        const message = parseMessage(text);
        expect(message.document).toEqual(parseJson(text));
        expect(message.records?.map(({ start, end }) => parseJson(text.slice(start, end)))).toEqual(
          records.map((record) => parseJson(JSON.stringify(record))),
        );
        for (const [index, range] of (message.records ?? []).entries()) {
          const record = records[index];
          const isObject = record !== null && typeof record === "object" && !Array.isArray(record);
          expect(sentValue(text, range)).toBe(isObject && "value" in record ? JSON.stringify(record["value"]) : "");
        }
        expect(sentValue(text, message.whole)).toBe(JSON.stringify(extra));
      }),
      { numRuns: 500 },
    );
  });

  it("quotes records as they were received", () => {
    expect(recordTexts('{ "records" : [ {"a" : 1.50} ,\n7,[ ] , "x"] , "z": [3] }')).toEqual([
      '{"a" : 1.50}',
      "7",
      "[ ]",
      '"x"',
    ]);
  });

  it("finds the value of a record, the last of several, and no other", () => {
    expect(
      valueTexts(
        '{"value":0,"records":[{"value":1,"\\u0076alue": [2] },{"a":{"value":3}},[{"value":4}],{"value":null}],"x":[{"value":5}]}',
      ),
    ).toEqual(["[2]", "", "", "null"]);
  });

  it("goes by the last of several keys records", () => {
    expect(recordTexts('{"records":[1,2],"records":[{"b":1}]}')).toEqual(['{"b":1}']);
    expect(recordTexts('{"records":[1,2],"records":null}')).toBeUndefined();
    expect(recordTexts('{"records":{"records":[1]},"r\\u0065cords":[]}')).toEqual([]);
  });

  it("knows the place of a bare record and of its value", () => {
    const text = ' {"kind":"reading", "value" : "é😀" } \n';
    const { records, whole } = parseMessage(text);
    expect(records).toBeUndefined();
    expect(text.slice(whole.start, whole.end)).toBe(text.trim());
    expect(sentValueBytes(text, whole)).toBe(8);
  });

  it("measures a value as it was sent, in UTF-8", () => {
    const text = '{"records":[{"value": [ 1.50 , "é" ] },{}]}';
    expect(parseMessage(text).records?.map((range) => sentValueBytes(text, range))).toEqual([15, 0]);
  });

  it("keeps the neighbours of a record that is too deep", () => {
    const deep = `${"[".repeat(65)}${"]".repeat(65)}`;
    const text = `{"records":[{"value":${deep}},{"value":1}]}`;
    expect(valueTexts(text)).toEqual([deep, "1"]);
    let value = (parseMessage(text).document as { records: [{ value: unknown }] }).records[0].value;
    for (let level = 1; level <= 64; level++) {
      value = (value as unknown[])[0];
    }
    expect(value).toBe(TOO_DEEP);
  });

  it("notes the places of no more records than a message may have", () => {
    const { document, records } = parseMessage(`{"records":[${"1,".repeat(10_005)}1]}`);
    expect((document as { records: unknown[] }).records).toHaveLength(10_006);
    expect(records).toHaveLength(10_000);
  });

  it("refuses what is no JSON", () => {
    expect(() => parseMessage('{"records":[1,]}')).toThrow(JsonSyntaxError);
    expect(() => parseMessage('{"records":[1}')).toThrow(JsonSyntaxError);
    expect(() => parseMessage('{"records":[1]')).toThrow(JsonSyntaxError);
    expect(() => parseMessage('{"records":[1]}]')).toThrow(JsonSyntaxError);
  });
});
