import type { JsonSchema } from "@binnacle/contract";

export const TIME_SCHEMA: JsonSchema = { type: "string", format: "date-time" };
export const ID_SCHEMA: JsonSchema = { type: "string", format: "uuid" };
export const COUNT_SCHEMA: JsonSchema = { type: "integer", minimum: 0 };

/** JSON Schema of an object all of whose fields are there, but for those said to be `optional`. */
export function objectSchema(
  properties: Readonly<Record<string, JsonSchema>>,
  { optional = [], ...more }: { optional?: readonly string[]; description?: string } = {},
): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", ...more, required, properties };
}

export function arraySchema(items: JsonSchema, description?: string): JsonSchema {
  return { type: "array", ...(description !== undefined && { description }), items };
}

/** The schema, or `null`. */
export function orNull(schema: JsonSchema, description?: string): JsonSchema {
  const said = description === undefined ? {} : { description };
  const { type, enum: choices } = schema;
  if (type === "object") return { ...said, anyOf: [schema, { type: "null" }] };
  return {
    ...schema,
    ...said,
    type: [type, "null"],
    ...(Array.isArray(choices) && { enum: [...(choices as unknown[]), null] }),
  };
}

/** A Resource, by what tells it apart. */
export const RESOURCE_SCHEMA = objectSchema({
  id: ID_SCHEMA,
  type: { type: "string" },
  name: { type: "string" },
});
