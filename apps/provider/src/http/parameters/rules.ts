import {
  isValidName,
  isValidSource,
  isValidType,
  MAX_NAME_CODE_POINTS,
  MAX_SOURCE_LENGTH,
  MAX_TYPE_LENGTH,
  normalizeName,
  parseTimestamp,
} from "@binnacle/contract";
import type { ParameterRule } from "./parameter.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MAX_CURSOR_LENGTH = 16_384;
const TYPE_EXPECTED = `1 to ${MAX_TYPE_LENGTH} characters, a letter first, then letters, digits or any of . _ : -`;

export const UUID_RULE: ParameterRule = {
  expected: "a UUID",
  schema: { type: "string", format: "uuid" },
  parse: (text) => (UUID.test(text) ? text.toLowerCase() : undefined),
};

/** The type of a Resource or a Reading. */
export const TYPE_RULE: ParameterRule = {
  expected: TYPE_EXPECTED,
  schema: { type: "string", maxLength: MAX_TYPE_LENGTH, pattern: "^[A-Za-z][A-Za-z0-9._:-]*$" },
  parse: (text) => (isValidType(text) ? text : undefined),
};

/** The name of a Resource, or a part of one; normalised to NFC. */
export const NAME_RULE: ParameterRule = {
  expected: `1 to ${MAX_NAME_CODE_POINTS} code points without control characters`,
  schema: { type: "string", minLength: 1 },
  parse: (text) => (isValidName(text) ? normalizeName(text) : undefined),
};

export const SOURCE_RULE: ParameterRule = {
  expected: `1 to ${MAX_SOURCE_LENGTH} of A-Z a-z 0-9 . _ : / -`,
  schema: { type: "string", maxLength: MAX_SOURCE_LENGTH, pattern: "^[A-Za-z0-9._:/-]+$" },
  parse: (text) => (isValidSource(text) ? text : undefined),
};

export const TIMESTAMP_RULE: ParameterRule = {
  expected: "an RFC 3339 time with offset and at most six fraction digits",
  schema: { type: "string", format: "date-time" },
  parse: parseTimestamp,
};

export const BOOLEAN_RULE: ParameterRule = {
  expected: "true or false",
  schema: { type: "boolean" },
  parse: (text) => (text === "true" || text === "false" ? text === "true" : undefined),
};

/** The id of a parent, or `none`. */
export const PARENT_RULE: ParameterRule = {
  expected: "a UUID, or none",
  schema: {
    oneOf: [
      { type: "string", format: "uuid" },
      { type: "string", const: "none" },
    ],
  },
  parse: (text) => (text === "none" ? text : UUID_RULE.parse(text)),
};

/** Which snapshots to embed: `*`, or reading types separated by commas. */
export const READINGS_RULE: ParameterRule = {
  expected: `* or reading types separated by commas, each ${TYPE_EXPECTED}`,
  schema: { type: "string", example: "HealthCheck,InstanceInfo" },
  parse: (text) => {
    if (text === "*") return "*";
    const types = text.split(",");
    return types.every(isValidType) ? [...new Set(types)] : undefined;
  },
};

export const CURSOR_RULE: ParameterRule = {
  expected: "the nextCursor of a page of the same list",
  schema: { type: "string" },
  parse: (text) => (text.length <= MAX_CURSOR_LENGTH ? text : undefined),
};

export function integerRule(min: number, max: number, fallback: number): ParameterRule {
  return {
    expected: `an integer between ${min} and ${max}`,
    schema: { type: "integer", minimum: min, maximum: max, default: fallback },
    parse: (text) => {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

export function choiceRule(choices: readonly string[], fallback: string): ParameterRule {
  return {
    expected: `one of ${choices.join(", ")}`,
    schema: { type: "string", enum: choices, default: fallback },
    parse: (text) => (choices.includes(text) ? text : undefined),
  };
}
