import { readName, nameFault, MAX_RAW_NAME_CODE_POINTS } from "../identity/resource-name.js";
import { isValidSource, SOURCE_PATTERN } from "../identity/source.js";
import { isValidType, TYPE_PATTERN } from "../identity/type-name.js";
import { MAX_MESSAGE_RECORDS, MAX_NAME_CODE_POINTS, MAX_SOURCE_LENGTH, MAX_TYPE_LENGTH } from "../limits.js";
import { parseDuration } from "../time/parse-duration.js";
import { parseTimestamp } from "../time/parse-timestamp.js";
import type { FieldRule } from "./field.js";

const DATE_PATTERN = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const TIME_PATTERN = "([01][0-9]|2[0-3]):[0-5][0-9]";
const HOURS_TO_SECONDS = "T([0-9]+H([0-9]+M)?([0-9]+S)?|[0-9]+M([0-9]+S)?|[0-9]+S)";

export const TYPE_NAME: FieldRule = {
  name: "isTypeName",
  definition: "TypeName",
  schema: {
    description: "The type of a Resource or of a Reading. Case counts.",
    type: "string",
    pattern: TYPE_PATTERN,
    maxLength: MAX_TYPE_LENGTH,
    examples: ["ServiceInstance"],
  },
  read: (value) => (typeof value === "string" && isValidType(value) ? value : undefined),
  explain: () => `must be 1 to ${MAX_TYPE_LENGTH} characters, a letter first, then letters, digits or any of . _ : -`,
};

export const RESOURCE_NAME: FieldRule = {
  name: "isResourceName",
  definition: "ResourceName",
  schema: {
    description:
      `The name of a Resource: 1 to ${MAX_NAME_CODE_POINTS} code points after Unicode NFC normalization, without control characters ` +
      "(U+0000-001F, U+007F-009F) and lone surrogates. Nothing is trimmed, case counts. The format `binnacle-name` says what " +
      "`minLength`, `maxLength` and `not` only approach.",
    type: "string",
    minLength: 1,
    maxLength: MAX_RAW_NAME_CODE_POINTS,
    // The characters stand for themselves, since engines differ in how they escape them.
    not: { pattern: "[\u0000-\u001f\u007f-\u009f]" },
    format: "binnacle-name",
    examples: ["orders/production"],
  },
  read: (value) => (typeof value === "string" ? readName(value) : undefined),
  explain: (value) => (typeof value === "string" ? nameFault(value) : undefined) ?? "must be a string",
};

export const TIMESTAMP: FieldRule = {
  name: "isTimestamp",
  definition: "Timestamp",
  schema: {
    description:
      "An RFC 3339 time with offset and at most six fraction digits, in years 0001 to 9999 once in UTC. " +
      "Leap seconds (`:60`) and `24:00` are refused.",
    type: "string",
    format: "date-time",
    pattern: `^${DATE_PATTERN}[Tt]${TIME_PATTERN}:[0-5][0-9](\\.[0-9]{1,6})?([Zz]|[+-]${TIME_PATTERN})$`,
    examples: ["2026-03-01T09:30:00.125Z"],
  },
  read: (value) => (typeof value === "string" ? parseTimestamp(value) : undefined),
  explain: () => "must be an RFC 3339 time with offset, at most six fraction digits, in years 1 to 9999",
};

export const LEASE: FieldRule = {
  name: "isLease",
  definition: "Lease",
  schema: {
    description: "An ISO 8601 duration, `PnW` or `PnDTnHnMnS` of integers, from 1 second to 366 days.",
    type: "string",
    format: "duration",
    pattern: `^P([0-9]+W|[0-9]+D|([0-9]+D)?${HOURS_TO_SECONDS})$`,
    examples: ["PT15M"],
  },
  read: (value) => (typeof value === "string" && parseDuration(value) !== undefined ? value : undefined),
  explain: () => "must be a duration PnW or PnDTnHnMnS of integers, 1 second to 366 days",
};

export const SOURCE: FieldRule = {
  name: "isSource",
  definition: "Source",
  schema: {
    description: "Who publishes.",
    type: "string",
    pattern: SOURCE_PATTERN,
    maxLength: MAX_SOURCE_LENGTH,
    examples: ["orders-team/k8s"],
  },
  read: (value) => (typeof value === "string" && isValidSource(value) ? value : undefined),
  explain: () => `must be 1 to ${MAX_SOURCE_LENGTH} letters, digits or any of . _ : / -`,
};

export const COUNT: FieldRule = {
  name: "isCount",
  schema: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  // `+ 0` makes a negative zero a plain one.
  read: (value) => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) + 0 : undefined),
  explain: () => "must be a non-negative integer",
};

export const ANY_VALUE: FieldRule = {
  name: "isAnyValue",
  schema: {},
  read: (value) => value,
  explain: () => "must be any JSON",
};

/** The records themselves are judged one by one, so that a bad one does not take its neighbours along. */
export const RECORD_LIST: FieldRule = {
  name: "isRecordList",
  schema: { type: "array", maxItems: MAX_MESSAGE_RECORDS, items: { $ref: "#/$defs/CatalogRecord" } },
  read: (value) => (Array.isArray(value) && value.length <= MAX_MESSAGE_RECORDS ? value : undefined),
  explain: () => `must be an array of at most ${MAX_MESSAGE_RECORDS} records`,
};

export function constant(value: string): FieldRule {
  return {
    name: "isConstant",
    schema: { const: value },
    read: (given) => (given === value ? value : undefined),
    explain: () => `must be "${value}"`,
  };
}

export function oneOf(values: readonly string[]): FieldRule {
  return {
    name: "isOneOf",
    schema: { enum: values },
    read: (value) => (values.includes(value as string) ? value : undefined),
    explain: () => `must be one of ${values.join(", ")}`,
  };
}
