import { CatalogReading, MAX_VALUE_BYTES, type Bounded } from "@binnacle/calculation";
import type { CatalogReading as ReadingRow } from "../reads/columns.js";

/** A Reading, and how many bytes the values have up to and including its own. */
export interface ValueRow extends ReadingRow {
  bytes: number;
}

/**
 * Adds to the rows of a subquery `rows`, which is sorted so already, the running total of their values' bytes, and ends where
 * it passes the limit; the row that passes it is still given, and tells that there is more.
 */
export function endingAtBytes(rows: string, order: string): string {
  return `
SELECT *
FROM (
  SELECT rows.*, (sum(octet_length(value)) OVER (ORDER BY ${order} ROWS UNBOUNDED PRECEDING))::float8 AS bytes
  FROM (${rows}) rows
) counted
WHERE bytes - octet_length(value) <= ${MAX_VALUE_BYTES}
ORDER BY ${order}`;
}

/** Takes rows up to a number of them, and to the limit of bytes; the first is always taken. */
export function withinBytes(rows: readonly ValueRow[], limit: number): Bounded<CatalogReading> {
  const fitting = rows.findIndex(({ bytes }, index) => index > 0 && bytes > MAX_VALUE_BYTES);
  const taken = Math.min(limit, fitting === -1 ? rows.length : fitting);
  const items = rows.slice(0, taken).map(({ value, ...row }) => new CatalogReading({ ...row, text: value }));
  return { items, isPartial: taken < rows.length };
}
