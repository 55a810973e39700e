import type { ReadingRecord } from "@binnacle/contract";

/** A reading whose value makes it about as long as asked for. */
export function readingOf(name: string, length: number, fill = "x"): ReadingRecord {
  return { kind: "reading", resource: { type: "Service", name }, type: "Text", value: fill.repeat(length) };
}
