import { ValidateBy } from "class-validator";
import { faultOfSelector } from "./selector.js";

/** Where a field of an item is: a selector of its text, or more exactly. */
export type FieldSelector = string | DetailedFieldSelector;

export interface DetailedFieldSelector {
  /** Within the item; without it the item's own element. */
  select?: string;
  /** The attribute that holds it, instead of the text; addresses are made absolute. */
  attribute?: string;
  /** All that the selector finds, as a list, instead of the first. */
  all?: boolean;
  /** Regular expression whose first group, or match, is the field. */
  pattern?: string;
}

const DETAILS = { select: "string", attribute: "string", all: "boolean", pattern: "string" } as const;

const SCHEMA = {
  type: "object",
  additionalProperties: {
    anyOf: [
      { type: "string", minLength: 1 },
      {
        type: "object",
        properties: Object.fromEntries(Object.entries(DETAILS).map(([key, type]) => [key, { type }])),
        additionalProperties: false,
      },
    ],
  },
};

/** A mapping of the names of fields to where they are. */
export function IsFieldSelectors(): PropertyDecorator {
  return ValidateBy({
    name: "isFieldSelectors",
    constraints: [{ schema: SCHEMA }],
    validator: {
      validate: (value: unknown) => faultOfFields(value) === undefined,
      defaultMessage: (args) => `$property${faultOfFields(args?.value) ?? ""}`,
    },
  });
}

function faultOfFields(fields: unknown): string | undefined {
  if (typeof fields !== "object" || fields === null || Array.isArray(fields) || Object.keys(fields).length === 0) {
    return " must be a mapping of names to selectors";
  }
  for (const [name, field] of Object.entries(fields)) {
    const fault = faultOfField(field);
    if (fault !== undefined) return `.${name} ${fault}`;
  }
  return undefined;
}

function faultOfField(field: unknown): string | undefined {
  if (typeof field === "string") return faultOfSelector(field);
  if (typeof field !== "object" || field === null) return "must be a selector, or say select, attribute, all, pattern";
  for (const [key, value] of Object.entries(field)) {
    if (!Object.hasOwn(DETAILS, key)) return `has an unknown key ${key}`;
    if (typeof value !== DETAILS[key as keyof typeof DETAILS])
      return `must have a ${DETAILS[key as keyof typeof DETAILS]} as ${key}`;
  }
  const { select, pattern } = field as DetailedFieldSelector;
  if (pattern !== undefined && !compiles(pattern)) return "has a pattern that is no regular expression";
  return select === undefined ? undefined : faultOfSelector(select);
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
