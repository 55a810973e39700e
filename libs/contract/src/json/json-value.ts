/**
 * A number that a JS number would not print back digit for digit (`1.50`, `9007199254740993`, `1e400`), made by `JSON.rawJSON`:
 * `JSON.stringify` prints its token as it came.
 */
export interface RawNumber {
  readonly rawJSON: string;
}

/** Stands where a subtree lay deeper than the parser's limit: valid JSON, but not kept. */
export const TOO_DEEP: unique symbol = Symbol("TOO_DEEP");

/** What `parseJson` gives: JSON with exact numbers. Its objects have no prototype members, so `__proto__` is an ordinary key. */
export type JsonValue = null | boolean | number | string | RawNumber | typeof TOO_DEEP | JsonValue[] | JsonObject;

export interface JsonObject {
  [key: string]: JsonValue;
}

interface RawJson {
  rawJSON(token: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
}

// TypeScript's library does not declare the two functions yet; every Node.js that `engines` admits has them.
const rawJson = JSON as unknown as RawJson;

/** Carries a number token as it is. The token must be valid JSON. */
export function rawNumber(token: string): RawNumber {
  return rawJson.rawJSON(token);
}

/** Tells a carried number from an object that merely has a key `rawJSON`. */
export function isRawNumber(value: JsonValue): value is RawNumber {
  // The property is looked at first since the built-in check is a call into the runtime.
  return typeof (value as RawNumber).rawJSON === "string" && rawJson.isRawJSON(value);
}
