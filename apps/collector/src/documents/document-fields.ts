/** An object of a document that others wrote: any field may be missing, or hold anything. */
export type DocumentFields = Readonly<Record<string, unknown>>;

/** The value, if it is an object, else one without fields. */
export function fieldsOf(value: unknown): DocumentFields {
  return isObject(value) ? value : {};
}

/** The own fields of an object, where names come from the document too. */
export function entriesOf(value: unknown): [string, unknown][] {
  return Object.entries(fieldsOf(value));
}

export function isObject(value: unknown): value is DocumentFields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value, if it is a text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function textsOf(value: unknown): string[] {
  return listOf(value).flatMap((text) => textOf(text) ?? []);
}
