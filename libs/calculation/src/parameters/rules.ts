import {
  isValidName,
  isValidSource,
  isValidType,
  MAX_NAME_CODE_POINTS,
  MAX_SOURCE_LENGTH,
  MAX_TYPE_LENGTH,
  normalizeName,
  parseDuration,
  parseTimestamp,
} from "@binnacle/contract";
import type { ParameterRule } from "./parameter.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const INTEGER = /^-?\d{1,15}$/;
const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/;

export const UUID_RULE: ParameterRule = {
  expected: "a UUID",
  schema: { type: "string", format: "uuid", examples: ["55a5c417-db28-50db-ae63-9ee7ba29a18f"] },
  parse: (text) => (UUID.test(text) ? text.toLowerCase() : undefined),
};

/** The type of a Resource or a Reading. */
export const TYPE_RULE: ParameterRule = {
  expected: `1 to ${MAX_TYPE_LENGTH} characters, a letter first, then letters, digits or any of . _ : -`,
  schema: {
    type: "string",
    minLength: 1,
    maxLength: MAX_TYPE_LENGTH,
    pattern: "^[A-Za-z][A-Za-z0-9._:-]*$",
    examples: ["ServiceInstance"],
  },
  parse: (text) => (isValidType(text) ? text : undefined),
};

/** The name of a Resource, or a part of one; normalised to NFC. */
export const NAME_RULE: ParameterRule = {
  expected: `1 to ${MAX_NAME_CODE_POINTS} code points without control characters`,
  schema: { type: "string", minLength: 1, examples: ["orders/production"] },
  parse: (text) => (isValidName(text) ? normalizeName(text) : undefined),
};

/** The name of who publishes. */
export const SOURCE_RULE: ParameterRule = {
  expected: `1 to ${MAX_SOURCE_LENGTH} of A-Z a-z 0-9 . _ : / -`,
  schema: {
    type: "string",
    maxLength: MAX_SOURCE_LENGTH,
    pattern: "^[A-Za-z0-9._:/-]+$",
    examples: ["orders-team/k8s"],
  },
  parse: (text) => (isValidSource(text) ? text : undefined),
};

/** A time, to become a `Timestamp`. */
export const TIMESTAMP_RULE: ParameterRule = {
  expected: "an RFC 3339 time with offset and at most six fraction digits",
  schema: { type: "string", format: "date-time", examples: ["2026-03-01T09:30:00Z", "2026-03-01T10:30:00.5+01:00"] },
  parse: parseTimestamp,
};

export const BOOLEAN_RULE: ParameterRule = {
  expected: "true or false",
  schema: { type: "boolean", examples: [true] },
  parse: (text) => (text === "true" || text === "false" ? text === "true" : undefined),
};

/** A duration such as `PT15M`, kept as its text: `parseDuration` of the contract tells its microseconds. */
export function durationRule(min = "PT1S", max = "P366D"): ParameterRule {
  const [least, most] = [parseDuration(min)!, parseDuration(max)!];
  return {
    expected: `a duration PnW or PnDTnHnMnS between ${min} and ${max}`,
    schema: { type: "string", format: "duration", examples: [min] },
    parse: (text) => {
      const micros = parseDuration(text);
      return micros !== undefined && micros >= least && micros <= most ? text : undefined;
    },
  };
}

/** Any text of at most `maxLength` UTF-16 units that a database can hold. */
export function textRule(maxLength: number, example: string): ParameterRule {
  return {
    expected: `a text of at most ${maxLength} characters`,
    schema: { type: "string", minLength: 1, maxLength, examples: [example] },
    parse: (text) => (text.length <= maxLength && text.isWellFormed() && !text.includes("\0") ? text : undefined),
  };
}

export function integerRule(min: number, max: number): ParameterRule {
  return {
    expected: `an integer between ${min} and ${max}`,
    schema: { type: "integer", minimum: min, maximum: max, examples: [max] },
    parse: (text) => within(min, max, INTEGER.test(text) ? Number(text) : Number.NaN),
  };
}

/** A number in plain decimal notation. */
export function numberRule(min: number, max: number): ParameterRule {
  return {
    expected: `a number between ${min} and ${max}`,
    schema: { type: "number", minimum: min, maximum: max, examples: [max] },
    parse: (text) => within(min, max, NUMBER.test(text) ? Number(text) : Number.NaN),
  };
}

/** One word of a closed list. */
export function choiceRule(choices: readonly string[]): ParameterRule {
  return {
    expected: `one of ${choices.join(", ")}`,
    schema: { type: "string", enum: choices, examples: choices.slice(0, 1) },
    parse: (text) => (choices.includes(text) ? text : undefined),
  };
}

function within(min: number, max: number, value: number): number | undefined {
  return value >= min && value <= max ? value : undefined;
}
