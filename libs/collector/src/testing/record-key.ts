import type { CatalogRecord } from "@binnacle/contract";

/** Tells what a record is about: two with one key state the same thing, perhaps differently. */
export function keyOf(record: CatalogRecord): string {
  switch (record.kind) {
    case "resource":
      return JSON.stringify(["resource", record.type, record.name]);
    case "reading":
      return JSON.stringify(["reading", record.resource.type, record.resource.name, record.type]);
    case "removal":
      return JSON.stringify(["removal", record.resource.type, record.resource.name]);
    case "sweep":
      return JSON.stringify(["sweep", record.resourceType, record.parent?.type, record.parent?.name]);
  }
}
