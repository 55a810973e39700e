import { TYPE_RULE, UUID_RULE } from "@binnacle/calculation";
import { isValidType, MAX_NAME_CODE_POINTS, normalizeName } from "@binnacle/contract";
import type { ParameterRule } from "./parameter.js";

/** What calculations take as parameters, the API's other operations do likewise. */
export { BOOLEAN_RULE, NAME_RULE, SOURCE_RULE, TIMESTAMP_RULE, TYPE_RULE, UUID_RULE } from "@binnacle/calculation";

const MAX_CURSOR_LENGTH = 16_384;
const MIN_PART_CODE_POINTS = 3;
const MAX_WHERE_CODE_POINTS = 1000;

/** A part of a name or of a field's value; normalised to NFC as names are. */
export const PART_RULE: ParameterRule = {
  expected: `${MIN_PART_CODE_POINTS} to ${MAX_NAME_CODE_POINTS} code points, none of them U+0000`,
  schema: { type: "string", minLength: MIN_PART_CODE_POINTS, maxLength: MAX_NAME_CODE_POINTS, examples: ["pay"] },
  parse: (text) => {
    const part = normalizeName(text);
    const { length } = Array.from(part);
    return length >= MIN_PART_CODE_POINTS && length <= MAX_NAME_CODE_POINTS && isStorable(part) ? part : undefined;
  },
};

/** A declared field and the value that it must have, as `FieldValue`. */
export const FIELD_RULE: ParameterRule = {
  expected: "<name of a declared field>:<value>",
  schema: { type: "string", pattern: "^[A-Za-z][A-Za-z0-9_-]*:", examples: ["team:payments"] },
  parse: (text) => {
    const { name, value } = /^(?<name>[A-Za-z][A-Za-z0-9_-]*):(?<value>.*)$/su.exec(text)?.groups ?? {};
    return name !== undefined && value !== undefined && isStorable(value) ? { name, value } : undefined;
  },
};

/** The name of a declared field. */
export const FIELD_NAME_RULE: ParameterRule = {
  expected: "the name of a declared field",
  schema: { type: "string", pattern: "^[A-Za-z][A-Za-z0-9_-]*$", examples: ["team"] },
  parse: (text) => (/^[A-Za-z][A-Za-z0-9_-]*$/.test(text) ? text : undefined),
};

/** A JSON path predicate; what is wrong in it is said with its position, elsewhere. */
export const WHERE_RULE: ParameterRule = {
  expected: `a JSON path predicate of at most ${MAX_WHERE_CODE_POINTS} characters, none of them U+0000`,
  schema: { type: "string", maxLength: MAX_WHERE_CODE_POINTS, examples: ['$.status == "DOWN"'] },
  parse: (text) => (Array.from(text).length <= MAX_WHERE_CODE_POINTS && isStorable(text) ? text : undefined),
};

/** PostgreSQL's text holds no U+0000. */
function isStorable(text: string): boolean {
  return !text.includes("\0");
}

/** The id of a parent, or `none`. */
export const PARENT_RULE: ParameterRule = {
  expected: "a UUID, or none",
  schema: {
    oneOf: [
      { type: "string", format: "uuid" },
      { type: "string", const: "none" },
    ],
    examples: ["d5e036f0-3d34-59f8-8a5b-61a80a6b0ab8", "none"],
  },
  parse: (text) => (text === "none" ? text : UUID_RULE.parse(text)),
};

/** Which snapshots to embed: `*`, or reading types separated by commas. */
export const READINGS_RULE: ParameterRule = {
  expected: `* or reading types separated by commas, each ${TYPE_RULE.expected}`,
  schema: { type: "string", minLength: 1, examples: ["HealthCheck,InstanceInfo", "*"] },
  parse: (text) => {
    if (text === "*") return "*";
    const types = text.split(",");
    return types.every(isValidType) ? [...new Set(types)] : undefined;
  },
};

export const CURSOR_RULE: ParameterRule = {
  expected: "the nextCursor of a page of the same list",
  schema: {
    type: "string",
    minLength: 1,
    maxLength: MAX_CURSOR_LENGTH,
    examples: ["WzEsIm1KcnpRcGtCMGdwWCIsIlNlcnZpY2UiLCJvcmRlcnMiXQ"],
  },
  parse: (text) => (text.length <= MAX_CURSOR_LENGTH ? text : undefined),
};

export function integerRule(min: number, max: number, fallback: number): ParameterRule {
  return {
    expected: `an integer between ${min} and ${max}`,
    schema: { type: "integer", minimum: min, maximum: max, default: fallback, examples: [fallback] },
    parse: (text) => {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

export function choiceRule(choices: readonly string[], fallback?: string): ParameterRule {
  return {
    expected: `one of ${choices.join(", ")}`,
    schema: { type: "string", enum: choices, ...(fallback !== undefined && { default: fallback }) },
    parse: (text) => (choices.includes(text) ? text : undefined),
  };
}
