import { addMicros, epochMicros, parseDuration, type Timestamp, timestampFromEpochMicros } from "@binnacle/contract";
import { InvalidParametersError } from "../parameters/read-parameters.js";

const MAX_BUCKETS = 5_000;

/** A span of time cut into buckets of one length; the last may be shorter. */
export interface TimeWindow {
  from: Timestamp;
  to: Timestamp;
  bucketMicros: number;
}

/**
 * Reads what a request says of time. Unless said otherwise `to` is now, and `from` is `defaultSpan` before it, moved back to where a bucket
 * would begin if they were counted from 1970 on: at a whole hour, say.
 * @throws InvalidParametersError for a window that is empty, or has too many buckets
 */
export function readWindow(
  { from: begin, to: end, bucket }: { from?: Timestamp; to?: Timestamp; bucket: string },
  now: Timestamp,
  defaultSpan: string,
): TimeWindow {
  const to = end ?? now;
  const bucketMicros = parseDuration(bucket)!;
  const from = begin ?? wholeBucket(addMicros(to, -parseDuration(defaultSpan)!), bucketMicros);
  if (from >= to) throw new InvalidParametersError([{ path: "from", detail: "must be before to" }]);
  if (epochMicros(to) - epochMicros(from) > BigInt(bucketMicros) * BigInt(MAX_BUCKETS)) {
    const detail = `must be longer: there would be more than ${MAX_BUCKETS} between from and to`;
    throw new InvalidParametersError([{ path: "bucket", detail }]);
  }
  return { from, to, bucketMicros };
}

function wholeBucket(time: Timestamp, bucketMicros: number): Timestamp {
  const micros = epochMicros(time);
  const span = BigInt(bucketMicros);
  return addMicros(time, -Number(((micros % span) + span) % span));
}

/** Where the bucket begins that a time of the window is in. */
export function bucketStart({ from, bucketMicros }: TimeWindow, time: Timestamp): Timestamp {
  const start = epochMicros(from);
  const offset = epochMicros(time) - start;
  return timestampFromEpochMicros(start + offset - (offset % BigInt(bucketMicros)));
}
