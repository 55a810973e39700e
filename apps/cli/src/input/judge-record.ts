import {
  addMicros,
  type CatalogRecord,
  inspectValue,
  isValidSource,
  type JsonValue,
  MAX_CLOCK_AHEAD_MILLIS,
  nowTimestamp,
  type RejectionCode,
  recordTime,
  stampRecord,
  type Timestamp,
  unknownFields,
  validateRecord,
} from "@binnacle/contract";
import type { InputRecord } from "./read-records.js";

/** What the catalog would say of a record, as far as its text tells. */
export interface Judgement {
  /** As it would be published. */
  record?: CatalogRecord;
  fault?: { code: RejectionCode; detail: string };
  /** Fields that would be ignored. */
  warnings: string[];
}

/** Judges a record as the sink does; only what needs the catalog or the queue is left out. */
export function judgeRecord(
  { input, source, isBare, sentValueBytes }: InputRecord,
  now: Timestamp = nowTimestamp(),
): Judgement {
  const warnings = unknownFields(input, { isBare }).map(({ path, detail }) => `${path} ${detail}`);
  if (!isValidSource(source)) {
    const detail = `${JSON.stringify(source)} is no name of a source: 1 to 128 of A-Z a-z 0-9 . _ : / -`;
    return { fault: { code: "MALFORMED_MESSAGE", detail }, warnings };
  }
  const { record, fault } = validateRecord(input, { source });
  if (fault) {
    const detail = fault.faults.map(({ path, detail }) => `${path} ${detail}`.trim()).join("; ");
    return { fault: { code: fault.code, detail }, warnings };
  }
  if (record.kind === "reading") {
    const { fault } = inspectValue(record.value as JsonValue, sentValueBytes);
    if (fault) return { fault: { code: fault.code, detail: `/value${fault.path} ${fault.detail}` }, warnings };
  }
  const { field, time } = recordTime(record);
  if (time !== undefined && time > addMicros(now, MAX_CLOCK_AHEAD_MILLIS * 1_000)) {
    return { fault: { code: "CLOCK_AHEAD", detail: `/${field} ${time} is more than 5 minutes ahead` }, warnings };
  }
  return { record: stampRecord(record, now), warnings };
}
