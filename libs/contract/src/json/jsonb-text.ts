import type { JsonValue } from "./json-value.js";
import { JsonbWriter } from "./jsonb-writer.js";

/**
 * Gives exactly the text that PostgreSQL prints for the value as `jsonb` (`value::text`), of parsed JSON as well as of plain JS values.
 *
 * @throws ValueFault for what a reading's value cannot be: over the limits, or nothing that `jsonb` holds (also NaN and infinities)
 */
export function jsonbText(value: JsonValue): string {
  return new JsonbWriter().write(value, 0);
}
