import { addMicros, epochMicros, type Timestamp } from "@binnacle/contract";
import type { CollectionTimes } from "../../catalog/catalog-items.js";

/** Fewer intervals than this say nothing about what is usual. */
const MIN_INTERVALS = 3;

/** What the usual interval is known from: series of that reading type, runs of the source, or the request. */
export type Basis = "series" | "runs" | "given";

export interface UsualInterval {
  micros: number;
  /** Nine in ten are no longer. */
  longMicros: number;
  basis: Basis;
}

export type FreshnessState = "late" | "ok" | "unknown";

export interface Lateness {
  state: FreshnessState;
  /** When the next Reading was or is due. */
  expectedOn: Timestamp | null;
  /** From when on it counts as late. */
  lateAfter: Timestamp | null;
  /** Seconds since it was due; of what is late only. */
  lateBySeconds: number | null;
}

/** The usual interval of a series, if enough of them are known. */
export function usualInterval(times: CollectionTimes | undefined, basis: Basis): UsualInterval | undefined {
  if (!times || times.intervals < MIN_INTERVALS) return undefined;
  return { micros: times.medianMicros!, longMicros: times.longMicros!, basis };
}

/**
 * Whether what was collected last is late. The median is robust against single gaps; what comes irregularly is given as long as nine in
 * ten of its intervals are.
 */
export function lateness(
  newestOn: Timestamp,
  interval: UsualInterval | undefined,
  { tolerance, now }: { tolerance: number; now: Timestamp },
): Lateness {
  if (!interval) return { state: "unknown", expectedOn: null, lateAfter: null, lateBySeconds: null };
  const { micros, longMicros } = interval;
  const expectedOn = addMicros(newestOn, micros);
  const lateAfter = addMicros(newestOn, Math.round(Math.max(micros * tolerance, longMicros)));
  if (now <= lateAfter) return { state: "ok", expectedOn, lateAfter, lateBySeconds: null };
  return {
    state: "late",
    expectedOn,
    lateAfter,
    lateBySeconds: Number(epochMicros(now) - epochMicros(expectedOn)) / 1e6,
  };
}
