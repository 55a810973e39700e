/**
 * Until when the source wants to be left alone, in milliseconds since 1970: by `Retry-After` (RFC 9110 § 10.2.3, seconds or a date),
 * or by `X-RateLimit-Reset` (seconds since 1970, as GitHub has it) where nothing remains of the limit.
 */
export function retryTime(headers: Headers, now = Date.now()): number | undefined {
  const retryAfter = headers.get("retry-after")?.trim();
  if (retryAfter !== undefined) {
    if (/^\d+$/.test(retryAfter)) return now + Number(retryAfter) * 1_000;
    // `Date.parse` also takes what is no date of HTTP, `-5` for one.
    const time = /[a-z]{3}/i.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN;
    if (Number.isFinite(time)) return time;
  }
  const reset = headers.get("x-ratelimit-reset");
  if (headers.get("x-ratelimit-remaining") === "0" && reset !== null && /^\d+$/.test(reset))
    return Number(reset) * 1_000;
  return undefined;
}
