import { ConfigurationError } from "@binnacle/errors";

const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds of a duration such as `250ms`, `30s`, `5m`, `2h` or `1d`.
 * @throws ConfigurationError if it is none, or zero.
 */
export function millisecondsOf(text: string): number {
  const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text);
  const duration = match ? Number(match[1]) * MILLISECONDS[match[2] as keyof typeof MILLISECONDS] : 0;
  if (duration === 0) throw new ConfigurationError([`"${text}" is no duration; write 250ms, 30s, 5m, 2h or 1d`]);
  return duration;
}
