import type { CatalogRecord } from "@binnacle/contract";
import { describeRecord } from "../describe-record.js";
import type { CollectorFinding } from "./collector-finding.js";
import { firstDifference } from "./first-difference.js";
import { keyOf } from "./record-key.js";
import { type Varying, withoutVarying } from "./without-varying.js";

/** What differs between two runs over a source that has not changed. Series may differ: each run may add to them. */
export function compareRuns(
  first: readonly CatalogRecord[],
  second: readonly CatalogRecord[],
  varying: Varying = {},
): CollectorFinding[] {
  const [before, after] = [lasting(first), lasting(second)];
  const onlyIn = (one: Map<string, CatalogRecord>, other: Map<string, CatalogRecord>, which: string) =>
    [...one].flatMap(([key, record]): CollectorFinding[] =>
      other.has(key)
        ? []
        : [{ code: "UNSTABLE_NAME", record: describeRecord(record), detail: `is only in the ${which} run` }],
    );
  const changed = [...before].flatMap(([key, record]): CollectorFinding[] => {
    const again = after.get(key);
    const difference = again && firstDifference(substance(record, varying), substance(again, varying));
    if (!difference) return [];
    const { path, detail } = difference;
    return [{ code: "UNSTABLE_VALUE", record: describeRecord(record), path, detail }];
  });
  return [...onlyIn(before, after, "first"), ...onlyIn(after, before, "second"), ...changed];
}

/** What one run says twice, differently: which of the two holds is chance. */
export function findContradictions(records: readonly CatalogRecord[]): CollectorFinding[] {
  const seen = new Map<string, CatalogRecord>();
  return records.filter(isLasting).flatMap((record): CollectorFinding[] => {
    const key = keyOf(record);
    const before = seen.get(key);
    seen.set(key, record);
    const difference = before && firstDifference(substance(before), substance(record));
    if (!difference) return [];
    const { path, detail } = difference;
    return [{ code: "CONTRADICTION", record: describeRecord(record), path, detail: `is stated twice: ${detail}` }];
  });
}

function lasting(records: readonly CatalogRecord[]): Map<string, CatalogRecord> {
  return new Map(records.filter(isLasting).map((record) => [keyOf(record), record]));
}

function isLasting(record: CatalogRecord): boolean {
  return record.kind === "resource" || (record.kind === "reading" && record.storageMode !== "TIME_SERIES");
}

/** The record without its time, which says when it was looked at, and without what may vary. */
function substance(record: CatalogRecord, varying: Varying = {}): object {
  if (record.kind === "resource") return { ...record, observedOn: undefined };
  if (record.kind !== "reading") return record;
  const pointers = Object.hasOwn(varying, record.type) ? varying[record.type]! : [];
  return { ...record, collectedOn: undefined, value: withoutVarying(record.value, pointers) };
}
