import { ExactNumber } from "../values/exact-number.js";

/** How far down numbers are looked for. */
const MOST_LEVELS = 4;

/** Where numbers are in these values, as paths like `latencyMs` or `memory.used`; `""` for a value that is a number itself. */
export function numericFields(values: readonly unknown[]): string[] {
  const found = new Set<string>();
  const visit = (value: unknown, path: string, level: number): void => {
    if (typeof value === "number" || value instanceof ExactNumber) found.add(path);
    else if (typeof value === "object" && value !== null && !Array.isArray(value) && level < MOST_LEVELS)
      for (const [key, child] of Object.entries(value)) visit(child, path === "" ? key : `${path}.${key}`, level + 1);
  };
  for (const value of values) visit(value, "", 0);
  return [...found].toSorted();
}

/** The number at such a path; `undefined` where there is none. Keys that hold a dot themselves are found as well. */
export function numberAt(value: unknown, path: string): number | undefined {
  if (value instanceof ExactNumber) return path === "" ? Number(value.digits) : undefined;
  if (path === "") return typeof value === "number" ? value : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const isKey = path === key;
    if (!isKey && !path.startsWith(`${key}.`)) continue;
    const number = numberAt(child, isKey ? "" : path.slice(key.length + 1));
    if (number !== undefined) return number;
  }
  return undefined;
}
