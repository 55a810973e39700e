/** A parameter as a form shows it, read off its JSON Schema. */
export interface ParameterField {
  name: string;
  kind: "text" | "number" | "boolean" | "choice" | "texts" | "choices";
  description: string;
  isRequired: boolean;
  /** What may be chosen. */
  choices: string[];
  /** What is taken without it. */
  fallback: string | undefined;
  example: string | undefined;
  minimum: number | undefined;
  maximum: number | undefined;
}

interface PropertySchema {
  type?: string;
  description?: string;
  enum?: unknown[];
  items?: PropertySchema;
  default?: unknown;
  examples?: unknown[];
  minimum?: number;
  maximum?: number;
}

/** The fields of a form for these parameters: the required ones first, else as the schema has them. */
export function fieldsOf(schema: Record<string, unknown>): ParameterField[] {
  const properties = (schema["properties"] ?? {}) as Record<string, PropertySchema>;
  const required = new Set((schema["required"] ?? []) as string[]);
  return Object.entries(properties)
    .map(([name, property]) => fieldOf(name, property, required.has(name)))
    .toSorted((left, right) => Number(right.isRequired) - Number(left.isRequired));
}

function fieldOf(name: string, property: PropertySchema, isRequired: boolean): ParameterField {
  const isList = property.type === "array";
  const single = isList ? (property.items ?? {}) : property;
  const choices = (single.enum ?? []).map(String);
  const example = property.examples?.[0] ?? single.examples?.[0];
  return {
    name,
    kind: isList ? (choices.length > 0 ? "choices" : "texts") : singleKind(single, choices),
    description: property.description ?? "",
    isRequired,
    choices,
    fallback: property.default === undefined ? undefined : printed(property.default),
    example: example === undefined ? undefined : printed(example),
    minimum: single.minimum,
    maximum: single.maximum,
  };
}

function singleKind({ type }: PropertySchema, choices: string[]): ParameterField["kind"] {
  if (choices.length > 0) return "choice";
  if (type === "integer" || type === "number") return "number";
  return type === "boolean" ? "boolean" : "text";
}

function printed(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(", ") : String(value);
}

/** What of these values is sent: texts, or lists of texts where a parameter may be repeated; nothing that is empty or unknown. */
export function queryOf(
  fields: readonly ParameterField[],
  values: Readonly<Record<string, unknown>>,
): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const { name, kind } of fields) {
    const value = values[name];
    if (value === undefined || value === null || value === "") continue;
    if (kind !== "texts" && kind !== "choices") query[name] = String(value);
    else {
      const list = (Array.isArray(value) ? value : [value]).map(String).filter((item) => item !== "");
      if (list.length > 0) query[name] = list;
    }
  }
  return query;
}

/** The same as the URL of the page holds it: numbers and truth values as such, so that it reads `limit=10`. */
export function searchOf(
  fields: readonly ParameterField[],
  query: Readonly<Record<string, string | string[]>>,
): Record<string, unknown> {
  const kinds = new Map(fields.map(({ name, kind }) => [name, kind]));
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      if (kinds.get(name) === "number") return [name, Number(value)];
      return [name, kinds.get(name) === "boolean" ? value === "true" : value];
    }),
  );
}
