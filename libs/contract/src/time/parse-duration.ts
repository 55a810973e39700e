import { MAX_LEASE_MICROS, MIN_LEASE_MICROS } from "../limits.js";

const SECONDS = { week: 604_800, day: 86_400, hour: 3600, minute: 60 } as const;
const DURATION = /^P(?:(\d+)W|(?=\d|T)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)$/;

/** Reads a lease, `PnW` or `PnDTnHnMnS` of integers, as microseconds; `undefined` if it is none, under 1 s or over 366 days. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null) {
    return undefined;
  }
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((digits) => Number(digits ?? 0)) as Five;
  const total = weeks * SECONDS.week + days * SECONDS.day + hours * SECONDS.hour + minutes * SECONDS.minute + seconds;
  const micros = total * 1_000_000;
  return micros >= MIN_LEASE_MICROS && micros <= MAX_LEASE_MICROS ? micros : undefined;
}

type Five = [number, number, number, number, number];
