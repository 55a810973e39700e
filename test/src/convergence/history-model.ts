import type { ModelRecord } from "./model-record.js";

/** The records with a series reading beside every snapshot whose type's history is kept. */
export function withHistory(records: readonly ModelRecord[], keptTypes: readonly string[]): ModelRecord[] {
  return records.flatMap((record) => {
    const isKept = record.kind === "reading" && record.mode === "SNAPSHOT" && keptTypes.includes(record.type);
    return isKept ? [record, { ...record, mode: "TIME_SERIES" as const }] : [record];
  });
}
