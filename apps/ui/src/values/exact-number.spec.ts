import { describe, expect, it } from "@jest/globals";
import { asPlain, ExactNumber, parseExactly } from "./exact-number.js";

describe("parseExactly", () => {
  it.each(["12345678901234567890", "9007199254740993", "-0.12345678901234567891", "1e400", "100000000000000000000001"])(
    "keeps every digit of %s",
    (digits) => {
      const value = parseExactly(`{"a":[${digits}]}`) as { a: [unknown] };
      expect(value.a[0]).toBeInstanceOf(ExactNumber);
      expect(String(value.a[0])).toBe(digits);
      expect(JSON.stringify(value)).toBe(`{"a":[${digits}]}`);
    },
  );

  it.each(["0", "-1.5", "0.1", "1.0", "9007199254740991", "1e21", "0.30000000000000004", "1500000000000000000000"])(
    "leaves %s a number",
    (digits) => {
      expect(parseExactly(digits)).toBe(Number(digits));
    },
  );

  it("changes nothing but numbers", () => {
    const text = '{"a":"12345678901234567890","b":[true,null,{}]}';
    expect(parseExactly(text)).toEqual(JSON.parse(text));
  });
});

describe("asPlain", () => {
  it("rounds what is exact, wherever it is", () => {
    expect(asPlain(parseExactly('{"a":[12345678901234567890,"x"],"b":null}'))).toEqual({
      a: [12345678901234567000, "x"],
      b: null,
    });
  });
});
