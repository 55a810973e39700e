import { MAX_FRACTION_DIGITS } from "../limits.js";
import { civilFromDays, daysFromCivil, SECONDS_PER_DAY } from "./civil-date.js";

/** A time in UTC as `YYYY-MM-DDTHH:MM:SS.ffffffZ`, years 1 to 9999. The width is fixed, so that strings compare as times do. */
export type Timestamp = string;

export const MIN_TIMESTAMP: Timestamp = "0001-01-01T00:00:00.000000Z";
export const MAX_TIMESTAMP: Timestamp = "9999-12-31T23:59:59.999999Z";

const MICROS_PER_SECOND = 1_000_000;
const MIN_SECONDS = daysFromCivil({ year: 1, month: 1, day: 1 }) * SECONDS_PER_DAY;
const MAX_SECONDS = (daysFromCivil({ year: 9999, month: 12, day: 31 }) + 1) * SECONDS_PER_DAY - 1;
const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));

/** The time so many microseconds after 1970-01-01T00:00:00Z. Raises a `RangeError` outside of years 1 to 9999. */
export function timestampFromEpochMicros(micros: bigint): Timestamp {
  const perSecond = BigInt(MICROS_PER_SECOND);
  const rest = ((micros % perSecond) + perSecond) % perSecond;
  return inRange(formatTimestamp(Number((micros - rest) / perSecond), Number(rest)), micros);
}

/** The time so many milliseconds (fractions count) after 1970-01-01T00:00:00Z. Raises a `RangeError` outside of years 1 to 9999. */
export function timestampFromEpochMillis(millis: number): Timestamp {
  const seconds = Math.floor(millis / 1000);
  return inRange(carryMicros(seconds, Math.round((millis - seconds * 1000) * 1000)), millis);
}

/** The present time. `clock` gives milliseconds since 1970, as `Date.now` does. */
export function nowTimestamp(clock: () => number = Date.now): Timestamp {
  return timestampFromEpochMillis(clock());
}

/** Microseconds from 1970-01-01T00:00:00Z to the time. */
export function epochMicros(timestamp: Timestamp): bigint {
  return BigInt(secondsOf(timestamp)) * BigInt(MICROS_PER_SECOND) + BigInt(microsOf(timestamp));
}

/** The time `micros` (a safe integer, of either sign) later; stops at `MIN_TIMESTAMP` and `MAX_TIMESTAMP`. */
export function addMicros(timestamp: Timestamp, micros: number): Timestamp {
  const sum = carryMicros(secondsOf(timestamp), microsOf(timestamp) + micros);
  return sum ?? (micros < 0 ? MIN_TIMESTAMP : MAX_TIMESTAMP);
}

/** Prints seconds since 1970 and microseconds (0 to 999,999) of the second; `undefined` outside of years 1 to 9999. */
export function formatTimestamp(seconds: number, micros: number): Timestamp | undefined {
  if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS)) {
    return undefined;
  }
  const days = Math.floor(seconds / SECONDS_PER_DAY);
  const secondOfDay = seconds - days * SECONDS_PER_DAY;
  const { year, month, day } = civilFromDays(days);
  const date = `${TWO_DIGITS[Math.floor(year / 100)]}${TWO_DIGITS[year % 100]}-${TWO_DIGITS[month]}-${TWO_DIGITS[day]}`;
  const hour = TWO_DIGITS[Math.floor(secondOfDay / 3600)];
  const minute = TWO_DIGITS[Math.floor(secondOfDay / 60) % 60];
  const fraction = String(micros).padStart(MAX_FRACTION_DIGITS, "0");
  return `${date}T${hour}:${minute}:${TWO_DIGITS[secondOfDay % 60]}.${fraction}Z`;
}

function carryMicros(seconds: number, micros: number): Timestamp | undefined {
  const carry = Math.floor(micros / MICROS_PER_SECOND);
  return formatTimestamp(seconds + carry, micros - carry * MICROS_PER_SECOND);
}

function secondsOf(timestamp: Timestamp): number {
  const days = daysFromCivil({
    year: Number(timestamp.slice(0, 4)),
    month: Number(timestamp.slice(5, 7)),
    day: Number(timestamp.slice(8, 10)),
  });
  const hours = Number(timestamp.slice(11, 13));
  const minutes = Number(timestamp.slice(14, 16));
  return days * SECONDS_PER_DAY + hours * 3600 + minutes * 60 + Number(timestamp.slice(17, 19));
}

function microsOf(timestamp: Timestamp): number {
  return Number(timestamp.slice(20, 26));
}

function inRange(timestamp: Timestamp | undefined, given: number | bigint): Timestamp {
  if (timestamp === undefined) {
    throw new RangeError(`${given} since 1970 lies outside of years 1 to 9999`);
  }
  return timestamp;
}
