import { isRawNumber, parseJson, type JsonValue } from "@binnacle/contract";

/**
 * Parses JSON for a mapping. A number is a JavaScript number, with which an expression can reckon, wherever that has the same value; one
 * that would lose digits (9007199254740993) stays an object that carries them, which an expression can pass on and compare only.
 * @throws JsonSyntaxError if the text is no JSON
 */
export function parseExactJson(text: string): unknown {
  return simplifyNumbers(parseJson(text, { maxDepth: MAX_DEPTH }));
}

/** The number with these digits, by the same rule. */
export function exactInteger(value: bigint): unknown {
  return parseExactJson(value.toString());
}

/** Deeper than anything that a reading can hold, so that a mapping may still pick what lies deep in a document. */
const MAX_DEPTH = 200;

function simplifyNumbers(value: JsonValue): unknown {
  if (typeof value !== "object" || value === null) return typeof value === "symbol" ? null : value;
  if (isRawNumber(value)) return simplify(value);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) value[index] = simplifyNumbers(item) as JsonValue;
    return value;
  }
  const members = value as Record<string, JsonValue>;
  for (const key of Object.keys(members)) members[key] = simplifyNumbers(members[key]!) as JsonValue;
  return members;
}

function simplify(value: { readonly rawJSON: string }): unknown {
  const number = Number(value.rawJSON);
  return Number.isFinite(number) && digitsOf(value.rawJSON) === digitsOf(String(number)) ? number : value;
}

/** The significant digits of a number's text: those of `1.50` and `150` are the same. */
function digitsOf(text: string): string {
  return text
    .replace(/e.*$/i, "")
    .replaceAll(/[-.]/g, "")
    .replaceAll(/^0+|0+$/g, "");
}
