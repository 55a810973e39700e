const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400_000],
  ["month", 30 * 86_400_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

const FORMAT = new Intl.RelativeTimeFormat("en", { numeric: "always", style: "short" });

/** How long before (or after) `now` a time is, both in milliseconds since 1970: `5 min. ago`, `just now`. */
export function timeAgo(time: number, now: number): string {
  const difference = time - now;
  for (const [unit, length] of UNITS) {
    if (Math.abs(difference) >= length) return FORMAT.format(Math.trunc(difference / length), unit);
  }
  return "just now";
}
