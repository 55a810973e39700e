import { ExactNumber } from "./exact-number.js";

/** What is inside an array or object, with its keys; `undefined` for a leaf. */
export function childrenOf(value: unknown): [string, unknown][] | undefined {
  if (typeof value !== "object" || value === null || value instanceof ExactNumber) return undefined;
  return Object.entries(value);
}

/** What stands for a closed node: `{3 keys}`, `[12 items]`. */
export function summaryOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? "[1 item]" : `[${value.length} items]`;
  const count = Object.keys(value as object).length;
  return count === 1 ? "{1 key}" : `{${count} keys}`;
}

/** Whether a key, a leaf's text, or anything below contains `search`, which is in lower case. */
export function matchesText(key: string, value: unknown, search: string): boolean {
  if (key.toLowerCase().includes(search)) return true;
  const children = childrenOf(value);
  if (children === undefined) return String(value).toLowerCase().includes(search);
  return children.some(([name, child]) => matchesText(name, child, search));
}
