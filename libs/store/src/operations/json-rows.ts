/** One statement takes all of its rows as a single `jsonb` parameter: faster than arrays, whose elements node-pg must escape one by one. */
export function jsonRows<T>(rows: readonly T[], print: (row: T) => string): string {
  return `[${rows.map(print).join(",")}]`;
}
