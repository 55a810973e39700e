import { isRawNumber, type JsonObject, type JsonValue, type RawNumber } from "@binnacle/contract";

/** One place at which two values differ. */
export interface Difference {
  /** JSON Pointer; the whole value is the empty text. */
  path: string;
  change: "added" | "removed" | "changed";
  /** Absent where it was added. */
  left?: JsonValue;
  /** Absent where it was removed. */
  right?: JsonValue;
}

/**
 * How the right value differs from the left one, as deep down as both are of one kind. Numbers are compared digit for digit, however long
 * they are; arrays position by position.
 */
export function* differences(left: JsonValue, right: JsonValue, path = ""): Generator<Difference> {
  if (Array.isArray(left) && Array.isArray(right)) {
    const length = Math.max(left.length, right.length);
    for (let index = 0; index < length; index++) yield* differencesAt(left[index], right[index], `${path}/${index}`);
  } else if (isObject(left) && isObject(right)) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      yield* differencesAt(left[key], right[key], `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
    }
  } else if (!isEqual(left, right)) yield { path, change: "changed", left, right };
}

function* differencesAt(
  left: JsonValue | undefined,
  right: JsonValue | undefined,
  path: string,
): Generator<Difference> {
  if (left === undefined) yield { path, change: "added", right: right! };
  else if (right === undefined) yield { path, change: "removed", left };
  else yield* differences(left, right, path);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isRawNumber(value);
}

function isEqual(left: JsonValue, right: JsonValue): boolean {
  return isNumber(left) && isNumber(right) ? digitsOf(left) === digitsOf(right) : left === right;
}

function isNumber(value: JsonValue): value is number | RawNumber {
  return typeof value === "number" || (typeof value === "object" && value !== null && isRawNumber(value));
}

/** PostgreSQL prints no exponents, so equal numbers can differ only in zeros at the end of their fractions. */
function digitsOf(number: number | RawNumber): string {
  const digits = typeof number === "number" ? String(number) : number.rawJSON;
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}
