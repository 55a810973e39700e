/** Rows as one `json` parameter. */
export function jsonRows<T>(rows: readonly T[], print: (row: T) => string): string {
  return `[${rows.map(print).join(",")}]`;
}
