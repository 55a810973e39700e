import { MAX_FRACTION_DIGITS } from "../limits.js";
import { daysFromCivil, daysInMonth, SECONDS_PER_DAY } from "./civil-date.js";
import { formatTimestamp, type Timestamp } from "./timestamp.js";

const SHORTEST = "YYYY-MM-DDTHH:MM:SSZ".length;
const LONGEST = "YYYY-MM-DDTHH:MM:SS.ffffff+HH:MM".length;
const CANONICAL = "YYYY-MM-DDTHH:MM:SS.ffffffZ".length;
const SECONDS_END = 19;

const COLON = 58;
const DASH = 45;
const DOT = 46;
const PLUS = 43;
const UPPER_T = 84;
const LOWER_T = 116;
const UPPER_Z = 90;
const LOWER_Z = 122;

/**
 * Reads an RFC 3339 time with offset and at most six fraction digits; `undefined` if it is none, does not exist in the calendar,
 * or lies outside of years 1 to 9999 in UTC. Leap seconds (`:60`) and `24:00` are refused.
 */
export function parseTimestamp(text: string): Timestamp | undefined {
  const { length } = text;
  if (length < SHORTEST || length > LONGEST || !hasSeparators(text)) {
    return undefined;
  }
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  // `twoDigits` gives NaN for what is no number, which fails every comparison.
  const isReal = year >= 0 && day >= 1 && day <= daysInMonth(year, month) && hour <= 23 && minute <= 59 && second <= 59;
  const fractionEnd = isReal ? endOfFraction(text) : 0;
  if (fractionEnd === 0) {
    return undefined;
  }
  const offset = offsetMinutes(text, fractionEnd);
  if (offset === 0) {
    return year === 0 ? undefined : canonicalInUtc(text, fractionEnd);
  }
  if (Number.isNaN(offset)) {
    return undefined;
  }
  const days = daysFromCivil({ year, month, day });
  const seconds = days * SECONDS_PER_DAY + hour * 3600 + (minute - offset) * 60 + second;
  return formatTimestamp(seconds, Number(fractionDigits(text, fractionEnd)));
}

function hasSeparators(text: string): boolean {
  const t = text.charCodeAt(10);
  return (
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    (t === UPPER_T || t === LOWER_T) &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON
  );
}

/** Where the zone begins; 0 if there is a fraction and it is wrong. */
function endOfFraction(text: string): number {
  if (text.charCodeAt(SECONDS_END) !== DOT) {
    return SECONDS_END;
  }
  let end = SECONDS_END + 1;
  while (isDigit(text.charCodeAt(end))) {
    end++;
  }
  const digits = end - SECONDS_END - 1;
  return digits >= 1 && digits <= MAX_FRACTION_DIGITS ? end : 0;
}

/** Minutes by which the zone is ahead of UTC; NaN if the text from `at` on is no zone. */
function offsetMinutes(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  if (sign === UPPER_Z || sign === LOWER_Z) {
    return text.length === at + 1 ? 0 : Number.NaN;
  }
  if ((sign !== PLUS && sign !== DASH) || text.length !== at + 6 || text.charCodeAt(at + 3) !== COLON) {
    return Number.NaN;
  }
  const hours = twoDigits(text, at + 1);
  const minutes = twoDigits(text, at + 4);
  if (!(hours <= 23 && minutes <= 59)) {
    return Number.NaN;
  }
  return (sign === DASH ? -1 : 1) * (hours * 60 + minutes);
}

function canonicalInUtc(text: string, fractionEnd: number): Timestamp {
  if (text.length === CANONICAL && text.charCodeAt(10) === UPPER_T && text.charCodeAt(CANONICAL - 1) === UPPER_Z) {
    return text;
  }
  return `${text.slice(0, 10)}T${text.slice(11, SECONDS_END)}.${fractionDigits(text, fractionEnd)}Z`;
}

function fractionDigits(text: string, fractionEnd: number): string {
  return text.slice(SECONDS_END + 1, fractionEnd).padEnd(MAX_FRACTION_DIGITS, "0");
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at);
  const ones = text.charCodeAt(at + 1);
  return isDigit(tens) && isDigit(ones) ? (tens - 48) * 10 + (ones - 48) : Number.NaN;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
