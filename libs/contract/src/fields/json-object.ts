import { isRawNumber } from "../json/json-value.js";

export type JsonSchema = { readonly [keyword: string]: unknown };

/** An object whose members may be read by name; it need not have a prototype. */
export type ObjectInput = Readonly<Record<string, unknown>>;

/** Whether this is what JSON calls an object: no array, and no number that is carried as an object. */
export function isJsonObject(input: unknown): input is ObjectInput {
  return typeof input === "object" && input !== null && !Array.isArray(input) && !isRawNumber(input as never);
}

/** The JS number of a number whose digits are carried as an object; anything else as it is. */
export function plainNumber(input: unknown): unknown {
  return typeof input === "object" && input !== null && isRawNumber(input as never)
    ? Number((input as { rawJSON: string }).rawJSON)
    : input;
}
