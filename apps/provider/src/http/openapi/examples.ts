/** A JSON Schema, or what holds one. */
export type JsonObject = Record<string, unknown>;

const BY_FORMAT: Record<string, string> = {
  uuid: "2f0c36a9-6f2e-5c9c-9f1e-3d6d6f0d8a10",
  "date-time": "2026-03-01T09:30:00.125000Z",
};

/**
 * An example of what a schema describes: the one that it states, else one put together from those of its parts; `undefined` where
 * a part that must be there has none.
 */
export function exampleOf(schema: JsonObject, schemas: JsonObject): unknown {
  const { $ref, examples, allOf, anyOf, oneOf, properties, items } = schema;
  if (typeof $ref === "string") return exampleOf(schemas[$ref.split("/").at(-1)!] as JsonObject, schemas);
  if (Array.isArray(examples)) return examples[0];
  for (const stated of ["example", "const", "default"]) if (stated in schema) return schema[stated];
  if (Array.isArray(schema["enum"])) return schema["enum"][0];
  const choices = (oneOf ?? anyOf) as JsonObject[] | undefined;
  if (choices) return exampleOf(choices[0]!, schemas);
  if (Array.isArray(allOf)) return Object.assign({}, ...allOf.map((part: JsonObject) => exampleOf(part, schemas)));
  if (typeof schema["then"] === "object") return exampleOf(schema["then"] as JsonObject, schemas);
  if (typeof properties === "object") return exampleOfObject(schema, schemas);
  if (typeof items === "object") {
    const item = exampleOf(items as JsonObject, schemas);
    return item === undefined ? undefined : [item];
  }
  if (schema["type"] === "boolean") return true;
  return BY_FORMAT[String(schema["format"])];
}

function exampleOfObject({ properties, required = [] }: JsonObject, schemas: JsonObject): JsonObject | undefined {
  const example: JsonObject = {};
  for (const [name, property] of Object.entries(properties as Record<string, JsonObject>)) {
    const value = exampleOf(property, schemas);
    if (value !== undefined) example[name] = value;
    else if ((required as string[]).includes(name)) return undefined;
  }
  return example;
}

/** Gives every schema of the components an example that states none, and every content that refers to one. */
export function addExamples(components: { schemas: JsonObject }, contents: Iterable<JsonObject>): void {
  const { schemas } = components;
  for (const schema of Object.values(schemas) as JsonObject[]) {
    const example = exampleOf(schema, schemas);
    if (example !== undefined) schema["examples"] ??= [example];
  }
  for (const content of contents) {
    const schema = content["schema"] as JsonObject | undefined;
    if (!schema || "example" in content) continue;
    const line = content["x-item-schema"] as JsonObject | undefined;
    const example = line ? `${JSON.stringify(exampleOf(line, schemas))}\n` : exampleOf(schema, schemas);
    if (example !== undefined) content["example"] = example;
  }
}
