import { type Timestamp, timestampFromEpochMillis } from "@binnacle/contract";

const MIN_SECONDS = Date.parse("0001-01-01T00:00:00Z") / 1_000;
const MAX_SECONDS = Date.parse("9999-12-31T23:59:59Z") / 1_000;

/** A time as git prints it, in seconds since 1970. Broken tools write impossible ones: these become the first or last possible. */
export function gitTime(seconds: number): Timestamp {
  return timestampFromEpochMillis(Math.min(Math.max(seconds, MIN_SECONDS), MAX_SECONDS) * 1_000);
}
