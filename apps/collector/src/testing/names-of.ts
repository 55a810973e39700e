import type { CatalogRecord } from "@binnacle/contract";

/** The names of the Resources of a type that records state, in order. */
export function namesOf(records: readonly CatalogRecord[], type: string): string[] {
  return records
    .flatMap((record) => (record.kind === "resource" && record.type === type ? [record.name] : []))
    .toSorted();
}
