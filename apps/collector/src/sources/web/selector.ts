import { load } from "cheerio";
import { ValidateBy } from "class-validator";

/** Why this is no CSS selector; `undefined` if it is one. */
export function faultOfSelector(text: unknown): string | undefined {
  if (typeof text !== "string" || text.trim() === "") return "must be a CSS selector, as text";
  try {
    load("")(text);
    return undefined;
  } catch (error) {
    return `is no CSS selector: ${(error as Error).message}`;
  }
}

/** A CSS selector, tried here once so that what is wrong with it is said at the start. */
export function IsSelector(): PropertyDecorator {
  return ValidateBy({
    name: "isSelector",
    constraints: [{ schema: { type: "string", minLength: 1 } }],
    validator: {
      validate: (value: unknown) => faultOfSelector(value) === undefined,
      defaultMessage: (args) => `$property ${faultOfSelector(args?.value) ?? ""}`,
    },
  });
}
