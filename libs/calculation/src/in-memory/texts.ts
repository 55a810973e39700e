/** As PostgreSQL does in the collation "C". */
export function asciiLowerCased(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Of an object, a field that holds a text. */
export function textOf(value: unknown, field: string): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "";
  const text = (value as Record<string, unknown>)[field];
  return typeof text === "string" ? text : "";
}
