import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { inspectValue, jsonbText, parseJson } from "@binnacle/contract";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import fc from "fast-check";
import pg from "pg";

const MARKS = [
  "",
  "é",
  "\u2028",
  "\u007f",
  "\uffff",
  "\ue000",
  "😀",
  "𐀀",
  "a".repeat(130),
  "__proto__",
  "rawJSON",
  "10",
  "9",
];

const HALF_OR_NUL_ESCAPE = /\\u(?:0000|d[89a-f])/i;

const digits = (maxLength: number) => fc.string({ unit: fc.constantFrom(..."0000123456789"), minLength: 1, maxLength });

const numberText = fc
  .tuple(
    fc.constantFrom("", "-"),
    fc.oneof(
      fc.constant("0"),
      digits(40).map((text) => text.replace(/^0+/, "") || "0"),
    ),
    fc.oneof(
      fc.constant(""),
      digits(40).map((text) => `.${text}`),
    ),
    fc.oneof(
      { weight: 2, arbitrary: fc.constant("") },
      fc
        .tuple(fc.constantFrom("e", "E", "e+", "E-", "e-", "e00"), fc.oneof(fc.nat(45), fc.nat(400)))
        .map((parts) => parts.join("")),
    ),
  )
  .map((parts) => parts.join(""));

const jsNumberText = fc
  .oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.maxSafeInteger())
  .map((number) => JSON.stringify(number));

const hex4 = fc.nat(0xffff).map((code) => `\\u${code.toString(16).padStart(4, "0")}`);
const stringText = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }).map((text) => JSON.stringify(text).slice(1, -1)),
      fc.constantFrom(...MARKS),
      fc.nat(0x7f).map((code) => JSON.stringify(String.fromCharCode(code)).slice(1, -1)),
      fc.constantFrom("\\/", "\\b", "\\f", "\\n", "\\r", "\\t", '\\"', "\\\\", "\\u0020", "\\u00E9", "\\ud83d\\uDE00"),
      { weight: 1, arbitrary: hex4 },
    ),
    { maxLength: 4 },
  )
  .map((pieces) => `"${pieces.join("")}"`);

const space = fc.constantFrom("", "", "", " ", "\n\t", "\r");
const keyText = fc.oneof(
  fc.constantFrom(...MARKS).map((key) => JSON.stringify(key)),
  stringText,
);

const { jsonText } = fc.letrec<{ jsonText: string }>((tie) => ({
  jsonText: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.oneof(numberText, jsNumberText, stringText, fc.constantFrom("true", "false", "null")),
    fc
      .tuple(space, fc.array(fc.tuple(tie("jsonText"), space), { maxLength: 5 }))
      .map(([blank, elements]) => `[${blank}${elements.map((parts) => parts.join("")).join(`,${blank}`)}]`),
    fc
      .tuple(space, fc.array(fc.tuple(keyText, space, tie("jsonText")), { maxLength: 7 }))
      .map(
        ([blank, members]) =>
          `{${blank}${members.map(([key, after, value]) => `${key}${after}:${blank}${value}`).join(`${blank},`)}}`,
      ),
  ),
}));

describe("the text that PostgreSQL prints for a jsonb value", () => {
  let database: TestDatabase;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false });
    pool = new pg.Pool({ connectionString: database.url, max: 2 });
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  interface Printed {
    text: string;
    digest: string;
  }

  async function printed(texts: string[]): Promise<Printed[]> {
    const { rows } = await pool.query<Printed>(
      `SELECT printed AS text, encode(sha256(convert_to(printed, 'UTF8')), 'hex') AS digest
       FROM unnest($1::text[]) WITH ORDINALITY AS sent (body, place), LATERAL (SELECT body::jsonb::text) AS p (printed)
       ORDER BY place`,
      [texts],
    );
    return rows;
  }

  /** `undefined` if PostgreSQL refuses it as jsonb. */
  async function tryPrinted(text: string): Promise<Printed | undefined> {
    try {
      return (await printed([text]))[0];
    } catch {
      return undefined;
    }
  }

  it("is computed exactly, with its digest and size, for generated values", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(jsonText, { minLength: 40, maxLength: 80 }), async (texts) => {
        const expected = await Promise.all(texts.map(tryPrinted));
        for (const [index, text] of texts.entries()) {
          const result = inspectValue(parseJson(text));
          if (result.fault) {
            expect(expected[index]).toBeUndefined();
          } else if (expected[index]) {
            expect({ text: result.text, digest: result.digest }).toEqual(expected[index]);
            expect(result.bytes).toBe(Buffer.byteLength(result.text));
          } else {
            // PostgreSQL also refuses what a later occurrence of the same key replaces; the text that we print has it no more.
            expect(text).toMatch(HALF_OR_NUL_ESCAPE);
            expect(await tryPrinted(result.text)).toEqual({ text: result.text, digest: result.digest });
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it("is printed the same once more when it is read as JSON", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(jsonText, { minLength: 40, maxLength: 80 }), async (texts) => {
        const results = texts.map((text) => inspectValue(parseJson(text)));
        const ours = results.flatMap((result) => (result.fault ? [] : [result.text]));
        expect((await printed(ours)).map(({ text }) => text)).toEqual(ours);
      }),
      { numRuns: 20 },
    );
  });

  it("is computed for plain JS values, whose numbers may print with an exponent", async () => {
    const values = [1e21, -1e21, 1e-7, 1.5e-7, 123e-20, 1e300, 5e-324, Number.MAX_VALUE, -0, 0.1, 2 ** 53];
    const expected = await printed(values.map((value) => JSON.stringify(value)));
    expect(values.map((value) => jsonbText(value))).toEqual(expected.map(({ text }) => text));
  });

  it("is computed for 64 levels and for numbers of 1,000 digits", async () => {
    const texts = [
      "[".repeat(64) + "]".repeat(64),
      `${'{"a":['.repeat(32)}1.50${"]}".repeat(32)}`,
      "1e999",
      "-1.5e999",
      "1e-999",
      "0e-999",
      "0e99999",
      "0.00e1",
      "-0.0",
      "-0e5",
      "100e-2",
      `0.${"0".repeat(998)}1`,
      `${"9".repeat(500)}.${"9".repeat(500)}`,
      `0.${"0".repeat(2000)}15e2001`,
    ];
    const expected = await printed(texts);
    expect(texts.map((text) => jsonbText(parseJson(text)))).toEqual(expected.map(({ text }) => text));
  });

  it("orders keys by length in UTF-8, then by bytes, not by UTF-16", async () => {
    const keys = ["\ue000", "\uffff", "😀", "𐀀", "é", "zz", "aaaa", "中文", "", "b", "B", "~", "10", "9", "__proto__"];
    const text = `{${keys.map((key, index) => `${JSON.stringify(key)}:${index}`).join()}}`;
    const [expected] = await printed([text]);
    expect(jsonbText(parseJson(text))).toBe(expected?.text);
  });
});
