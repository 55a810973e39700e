import { describe, expect, it } from "@jest/globals";
import { retryTime } from "./retry-after.js";

const NOW = Date.parse("2026-05-01T12:00:00Z");

describe(retryTime.name, () => {
  it.each<[Record<string, string>, string | undefined]>([
    [{ "retry-after": "120" }, "2026-05-01T12:02:00.000Z"],
    [{ "retry-after": "Fri, 01 May 2026 12:30:00 GMT" }, "2026-05-01T12:30:00.000Z"],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "-5" }, undefined],
    [{}, undefined],
    [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1_000 + 60) }, "2026-05-01T12:01:00.000Z"],
    [{ "x-ratelimit-remaining": "7", "x-ratelimit-reset": String(NOW / 1_000 + 60) }, undefined],
    [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "later" }, undefined],
    [
      { "retry-after": "5", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999999" },
      "2026-05-01T12:00:05.000Z",
    ],
  ])("%j is %s", (headers, expected) => {
    const time = retryTime(new Headers(headers), NOW);
    expect(time === undefined ? undefined : new Date(time).toISOString()).toBe(expected);
  });
});
