import { explainFaults, type Fault } from "../fields/explain-faults.js";
import { isJsonObject } from "../fields/json-object.js";
import { compileReader } from "../fields/read-fields.js";
import { isNamedSource } from "../identity/source.js";
import { RECORD_CLASSES, RECORD_KINDS, type CatalogRecord, type RecordKind } from "./records.js";

/** Why a record breaks the contract. Each `path` is a JSON Pointer within the record. */
export interface RecordFault {
  code: "UNKNOWN_KIND" | "INVALID_FIELD";
  faults: Fault[];
}

export type RecordValidation = { record: CatalogRecord; fault?: never } | { record?: never; fault: RecordFault };

export interface ValidateRecordOptions {
  /** The source of the record's message; where it is given, a sweep of an unnamed one is a fault. */
  source?: string;
}

const READERS = {
  resource: compileReader(RECORD_CLASSES.resource),
  reading: compileReader(RECORD_CLASSES.reading),
  removal: compileReader(RECORD_CLASSES.removal),
  sweep: compileReader(RECORD_CLASSES.sweep),
} satisfies Record<RecordKind, unknown>;

const UNNAMED_SWEEP: Fault = { path: "/source", detail: "a sweep needs a named source" };

/**
 * Checks one record, and gives it as plain data in canonical form: names in NFC, times as `Timestamp`, `storageMode` filled in, unknown and
 * meaningless `null` fields dropped. The value of a reading is handed through as it is, and its limits are not checked here.
 */
export function validateRecord(input: unknown, { source }: ValidateRecordOptions = {}): RecordValidation {
  if (!isJsonObject(input)) {
    return { fault: { code: "UNKNOWN_KIND", faults: [{ path: "", detail: "must be an object" }] } };
  }
  const { kind } = input;
  if (!isRecordKind(kind)) {
    return { fault: { code: "UNKNOWN_KIND", faults: [{ path: "/kind", detail: unknownKind(kind) }] } };
  }
  const isUnnamedSweep = kind === "sweep" && source !== undefined && !isNamedSource(source);
  const record = READERS[kind](input);
  if (record !== undefined && !isUnnamedSweep) {
    return { record };
  }
  const faults = explainFaults(RECORD_CLASSES[kind], input);
  return { fault: { code: "INVALID_FIELD", faults: isUnnamedSweep ? [...faults, UNNAMED_SWEEP] : faults } };
}

export function isRecordKind(kind: unknown): kind is RecordKind {
  return typeof kind === "string" && Object.hasOwn(RECORD_CLASSES, kind);
}

function unknownKind(kind: unknown): string {
  return kind === undefined || kind === null ? "is required" : `must be one of ${RECORD_KINDS.join(", ")}`;
}
