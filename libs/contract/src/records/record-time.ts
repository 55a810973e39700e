import type { Timestamp } from "../time/timestamp.js";
import type { CatalogRecord } from "./records.js";

/** The time that a record is of, if it says one, and the field that says it. */
export function recordTime(record: CatalogRecord): { field: string; time: Timestamp | undefined } {
  switch (record.kind) {
    case "resource":
      return { field: "observedOn", time: record.observedOn };
    case "reading":
      return { field: "collectedOn", time: record.collectedOn };
    case "removal":
      return { field: "removedOn", time: record.removedOn };
    case "sweep":
      return { field: "startedOn", time: record.startedOn };
  }
}
