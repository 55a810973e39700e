import { addMicros, type Timestamp } from "@binnacle/contract";

/** Milliseconds for which series are kept, by reading type. */
export type Retention = ReadonlyMap<string, number>;

/** Since when they are kept, as of a time. */
export function keptSince(retention: Retention, now: Timestamp): Map<string, Timestamp> {
  return new Map([...retention].map(([type, milliseconds]) => [type, addMicros(now, -milliseconds * 1000)]));
}
