import { ValidateBy } from "class-validator";

/** A mapping of names to texts, such as headers. */
export function IsTextMapping(): PropertyDecorator {
  return ValidateBy({
    name: "isTextMapping",
    constraints: [{ schema: { type: "object", additionalProperties: { type: "string" } } }],
    validator: {
      validate: (value: unknown) =>
        typeof value === "object" && value !== null && Object.values(value).every((text) => typeof text === "string"),
      defaultMessage: () => "$property must be a mapping of names to texts",
    },
  });
}
