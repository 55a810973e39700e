import type { SeriesRow, SnapshotRow } from "@binnacle/ingest";
import { byteaArray, jsonbArray, textArray, timestampArray, uuidArray } from "./binary-array.js";

/** The columns of readings as `unnest` takes them from {@link readingArrays}. */
export const READING_ARRAYS = "$1::uuid[], $2::text[], $3::timestamptz[], $4::bytea[], $5::text[]";

/** Key, time, digest and source of readings. */
export function readingArrays(rows: readonly (SnapshotRow | SeriesRow)[]): Buffer[] {
  return [
    uuidArray(rows.map(({ resourceId }) => resourceId)),
    textArray(rows.map(({ type }) => type)),
    timestampArray(rows.map(({ collectedOn }) => collectedOn)),
    byteaArray(rows.map(({ digest }) => digest)),
    textArray(rows.map(({ source }) => source)),
  ];
}

export function valueArray(rows: readonly (SnapshotRow | SeriesRow)[]): Buffer {
  return jsonbArray(rows.map(({ text }) => text));
}
