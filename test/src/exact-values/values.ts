import { createHash } from "node:crypto";

/** A value as JSON text, and the text that must come back. */
export interface ExactValue {
  sent: string;
  printed: string;
}

const MIB = 1024 * 1024;
const MAX_VALUE_BYTES = 4 * MIB;
/** Twice 256 KiB each. */
const PLANES_OF_A_VALUE = 6;
/** Where the surrogates are: code points, but no characters. */
const SURROGATES = { first: 0xd800, last: 0xdfff };

/** Values that must come back digit for digit and character for character, by reading type. */
export function exactValues(): Record<string, ExactValue> {
  return {
    Integer: same("12345678901234567890"),
    LongDecimal: same("0.1000000000000000055511151231257827"),
    TrailingZeros: same("[1.50, 0.0, 100, 1.000]"),
    Exponent: { sent: "1e400", printed: `1${"0".repeat(400)}` },
    NegativeExponent: { sent: "-12.5E-3", printed: "-0.0125" },
    LongestNumber: same(`${"9".repeat(500)}.${"7".repeat(500)}`),
    SmallestNumber: { sent: "1e-999", printed: `0.${"0".repeat(998)}1` },
    Null: same("null"),
    DeepArray: same("[".repeat(64) + "]".repeat(64)),
    DeepObject: same(`${'{"": '.repeat(63)}{}${"}".repeat(63)}`),
    EmptyKeys: same('{"": {"": ""}}'),
    PrototypeKeys: same('{"toString": 1, "__proto__": {"__proto__": null}, "constructor": {"prototype": []}}'),
    IndexKeys: { sent: '{"10":1,"9":2,"a":3,"-1":4}', printed: '{"9": 2, "a": 3, "-1": 4, "10": 1}' },
    ...planes(),
    EscapedPlane: escapedPlane(),
    LargestText: largestText(),
    LargestArray: largestArray(),
  };
}

/** What only a text can say, no value of a program: a key that occurs twice. */
export function repeatedKeys(): ExactValue {
  return {
    sent: '{"a":1,"b":{"c":1,"c":[2]},"__proto__":1,"a":2,"__proto__":{"x":3,"x":4}}',
    printed: '{"a": 2, "b": {"c": [2]}, "__proto__": {"x": 4}}',
  };
}

/** Values that cannot be stored, with the code and the path of their rejection. */
export function refusedValues(): Record<string, { sent: string; code: string; path: string }> {
  const unstorable = (sent: string, path: string) => ({ sent, code: "VALUE_NOT_STORABLE", path: `/value${path}` });
  const tooLarge = (sent: string) => ({ sent, code: "VALUE_TOO_LARGE", path: "/value" });
  return {
    NumberBomb: unstorable("1e999999999", ""),
    SmallNumberBomb: unstorable('{"a":[1,-1e-999999999]}', "/a/1"),
    ManyDigits: unstorable(`[${"9".repeat(1_001)}]`, "/0"),
    ManyLongNumbers: tooLarge(`[${"1e999,".repeat(100_000)}1]`),
    LoneSurrogate: unstorable('{"a":[1,"\\ud800"]}', "/a/1"),
    SwappedSurrogates: unstorable('["\\udc00\\ud800"]', "/0"),
    SurrogateInKey: unstorable('{"a":{"\\udfff":1}}', "/a"),
    Nul: unstorable('{"a~b/c":"x\\u0000"}', "/a~0b~1c"),
    OneLevelTooMany: unstorable("[".repeat(65) + "]".repeat(65), "/0".repeat(64)),
    HundredThousandLevels: unstorable("[".repeat(100_000) + "]".repeat(100_000), "/0".repeat(64)),
    OneByteTooMany: tooLarge(`"${noise(MAX_VALUE_BYTES - 1)}"`),
  };
}

function same(text: string): ExactValue {
  return { sent: text, printed: text };
}

/** All characters of Unicode but U+0000: a plane to a member, as its key and as its text. */
function planes(): Record<string, ExactValue> {
  const groups = Map.groupBy(Array(17).keys(), (plane) => Math.floor(plane / PLANES_OF_A_VALUE));
  const values = [...groups].map(([group, members]) => {
    const texts = members.map((plane) => JSON.stringify(textOf(charactersOf(plane))));
    return [`Planes${group}`, same(`{${texts.map((text) => `${text}: ${text}`).join(", ")}}`)];
  });
  return Object.fromEntries(values);
}

/** The first plane once more, every character as its escape. */
function escapedPlane(): ExactValue {
  const codes = charactersOf(0);
  const escapes = codes.map((code) => `\\u${code.toString(16).padStart(4, "0")}`).join("");
  return { sent: `"${escapes}"`, printed: JSON.stringify(textOf(codes)) };
}

function textOf(codes: readonly number[]): string {
  return codes.map((code) => String.fromCodePoint(code)).join("");
}

function charactersOf(plane: number): number[] {
  const codes = Array.from({ length: 0x10000 }, (_, index) => plane * 0x10000 + index);
  return codes.filter((code) => code !== 0 && (code < SURROGATES.first || code > SURROGATES.last));
}

/** A text of as many bytes as a value may have; nothing compresses it by much. */
function largestText(): ExactValue {
  return same(`"${noise(MAX_VALUE_BYTES - 2)}"`);
}

/** As many elements as a value may have bytes for; printed, it is half as large again. */
function largestArray(): ExactValue {
  const elements = Array.from({ length: MAX_VALUE_BYTES / 2 - 1 }, (_, index) => index % 10);
  return { sent: JSON.stringify(elements), printed: `[${elements.join(", ")}]` };
}

/** Letters and digits that are the same in every run. */
function noise(length: number): string {
  const bytes = createHash("shake256", { outputLength: Math.ceil((length * 3) / 4) })
    .update("noise")
    .digest();
  return bytes.toString("base64url").slice(0, length);
}
