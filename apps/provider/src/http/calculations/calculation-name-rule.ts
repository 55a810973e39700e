import type { ParameterRule } from "../parameters/parameter.js";

const MAX_LENGTH = 64;

/** The name of a calculation: lower-case words joined by hyphens. */
export const CALCULATION_NAME_RULE: ParameterRule = {
  expected: "lower-case words joined by hyphens",
  schema: {
    type: "string",
    maxLength: MAX_LENGTH,
    pattern: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
    examples: ["series-aggregate"],
  },
  parse: (text) => (text.length <= MAX_LENGTH && /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(text) ? text : undefined),
};
