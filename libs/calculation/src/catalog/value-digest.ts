import { inspectValue, type JsonValue } from "@binnacle/contract";

/**
 * The digest that a Reading of this value has.
 * @throws RangeError for a value that cannot be stored
 */
export function valueDigest(value: JsonValue): string {
  const inspected = inspectValue(value);
  if (inspected.fault) throw new RangeError(`No value of a Reading: ${inspected.fault.path} ${inspected.fault.detail}`);
  return inspected.digest;
}
