import type { JsonObject } from "../http/openapi/examples.js";

/** Visits every object of a document, examples apart, with the JSON Pointer that leads to it. */
export function walk(node: unknown, pointer: string, visit: (node: JsonObject, pointer: string) => void): void {
  if (typeof node !== "object" || node === null) return;
  if (!Array.isArray(node)) visit(node as JsonObject, pointer);
  for (const [key, value] of Object.entries(node)) {
    if (key !== "example" && key !== "examples") walk(value, `${pointer}/${escape(key)}`, visit);
  }
}

/** A key as it is written in a JSON Pointer. */
export function escape(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
