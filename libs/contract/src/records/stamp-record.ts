import type { Timestamp } from "../time/timestamp.js";
import type { CatalogRecord } from "./records.js";

/** The record with its time written into it, if it has none; a sweep always has. The given record is not changed. */
export function stampRecord(record: CatalogRecord, now: Timestamp): CatalogRecord {
  switch (record.kind) {
    case "resource":
      return { ...record, observedOn: record.observedOn ?? now };
    case "reading":
      return { ...record, collectedOn: record.collectedOn ?? now };
    case "removal":
      return { ...record, removedOn: record.removedOn ?? now };
    case "sweep":
      return record;
  }
}
