import {
  inspectValue,
  parseJson,
  stampRecord,
  validateRecord,
  type CatalogRecord,
  type JsonValue,
  type Timestamp,
} from "@binnacle/contract";
import { describeRecord } from "./describe-record.js";
import { messageOf } from "./error-message.js";
import type { RunFailure } from "./run-report.js";

export type PreparedRecord = { record: CatalogRecord; failure?: never } | { record?: never; failure: RunFailure };

/**
 * What a collector yielded, as it will travel: stamped with its time, in canonical form. Judged by its JSON text, as the sink will
 * do, so that what JavaScript alone knows (dates, `undefined`, class instances) is already what it becomes on the way.
 */
export function prepareRecord(yielded: unknown, source: string, now: Timestamp): PreparedRecord {
  const fail = (code: string, path: string, detail: string): PreparedRecord => ({
    failure: { code, path, detail, record: describeRecord(yielded) },
  });
  let json: JsonValue;
  try {
    json = parseJson(JSON.stringify(yielded) ?? "null");
  } catch (error) {
    return fail("INVALID_FIELD", "", `cannot be written as JSON: ${messageOf(error)}`);
  }
  const { record, fault } = validateRecord(json, { source });
  if (fault) {
    const [first, ...others] = fault.faults;
    const rest = others.map(({ path, detail }) => `; ${path} ${detail}`).join("");
    return fail(fault.code, first?.path ?? "", `${first?.detail ?? ""}${rest}`);
  }
  if (record.kind === "reading") {
    const sentBytes = Buffer.byteLength(JSON.stringify(record.value));
    const inspected = inspectValue(record.value as JsonValue, sentBytes);
    if (inspected.fault) return fail(inspected.fault.code, `/value${inspected.fault.path}`, inspected.fault.detail);
  }
  return { record: stampRecord(record, now) };
}
