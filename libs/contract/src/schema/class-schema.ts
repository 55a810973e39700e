import { descriptionOf } from "../fields/described.js";
import { fieldsOf, type Field, type FieldClass } from "../fields/field.js";
import type { JsonSchema } from "../fields/json-object.js";

export type Definitions = Record<string, JsonSchema>;

/** The JSON Schema of a class from its decorators. What it refers to is added to the definitions, and so is the class itself. */
export function defineClass(target: FieldClass, definitions: Definitions): JsonSchema {
  const reference = referenceTo(target.name);
  if (target.name in definitions) {
    return reference;
  }
  const fields = fieldsOf(target);
  const { description, examples } = descriptionOf(target);
  definitions[target.name] = {
    description,
    type: "object",
    required: fields.filter(({ isOptional }) => !isOptional).map(({ name }) => name),
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, definitions)])),
    examples,
  };
  return reference;
}

export function referenceTo(definition: string): JsonSchema {
  return { $ref: `#/$defs/${definition}` };
}

function fieldSchema({ rule, options, whenNull, nested }: Field, definitions: Definitions): JsonSchema {
  const { description, fallback } = options;
  const annotations = {
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { default: fallback }),
  };
  if (nested) {
    return { ...annotations, ...nullable(defineClass(nested, definitions), whenNull) };
  }
  if (rule.definition !== undefined) {
    definitions[rule.definition] = rule.schema;
    return { ...annotations, ...nullable(referenceTo(rule.definition), whenNull) };
  }
  return { ...annotations, ...nullable(rule.schema, whenNull) };
}

function nullable(schema: JsonSchema, whenNull: Field["whenNull"]): JsonSchema {
  const isUnrestricted = Object.keys(schema).length === 0;
  return whenNull === "fault" || isUnrestricted ? schema : { anyOf: [schema, { type: "null" }] };
}
