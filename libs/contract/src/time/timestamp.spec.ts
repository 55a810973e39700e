import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { parseTimestamp } from "./parse-timestamp.js";
import {
  addMicros,
  epochMicros,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
  nowTimestamp,
  timestampFromEpochMicros,
  timestampFromEpochMillis,
} from "./timestamp.js";

const anyMicros = fc.bigInt({ min: epochMicros(MIN_TIMESTAMP), max: epochMicros(MAX_TIMESTAMP) });

describe("a timestamp", () => {
  it("survives the way to microseconds and back, and is its own canonical form", () => {
    fc.assert(
      fc.property(anyMicros, (micros) => {
        const timestamp = timestampFromEpochMicros(micros);
        expect(epochMicros(timestamp)).toBe(micros);
        expect(parseTimestamp(timestamp)).toBe(timestamp);
      }),
    );
  });

  it("orders as text as it does in time", () => {
    fc.assert(
      fc.property(anyMicros, anyMicros, (left, right) => {
        expect(timestampFromEpochMicros(left) < timestampFromEpochMicros(right)).toBe(left < right);
      }),
    );
  });

  it("adds microseconds of either sign, and stops at the ends of its range", () => {
    const anyDistance = fc.integer({
      min: -Number.MAX_SAFE_INTEGER + 1_000_000,
      max: Number.MAX_SAFE_INTEGER - 1_000_000,
    });
    fc.assert(
      fc.property(anyMicros, anyDistance, (micros, distance) => {
        const sum = micros + BigInt(distance);
        const [low, high] = [epochMicros(MIN_TIMESTAMP), epochMicros(MAX_TIMESTAMP)];
        const expected = sum < low ? low : sum > high ? high : sum;
        expect(addMicros(timestampFromEpochMicros(micros), distance)).toBe(timestampFromEpochMicros(expected));
      }),
    );
    expect(addMicros("2026-01-01T00:00:00.000000Z", -1)).toBe("2025-12-31T23:59:59.999999Z");
    expect(addMicros(MIN_TIMESTAMP, -1)).toBe(MIN_TIMESTAMP);
    expect(addMicros(MAX_TIMESTAMP, 1)).toBe(MAX_TIMESTAMP);
  });

  it("comes from milliseconds as the built-in Date prints them", () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (millis) => {
        expect(timestampFromEpochMillis(millis)).toBe(`${new Date(millis).toISOString().slice(0, 23)}000Z`);
      }),
    );
    expect(timestampFromEpochMillis(1_000.25)).toBe("1970-01-01T00:00:01.000250Z");
    expect(timestampFromEpochMillis(999.999_9)).toBe("1970-01-01T00:00:01.000000Z");
  });

  it("comes from a clock", () => {
    expect(nowTimestamp(() => 0)).toBe("1970-01-01T00:00:00.000000Z");
    expect(Math.abs(Number(epochMicros(nowTimestamp()) / 1000n) - Date.now())).toBeLessThan(60_000);
  });

  it("does not exist outside of years 1 to 9999", () => {
    expect(() => timestampFromEpochMicros(epochMicros(MAX_TIMESTAMP) + 1n)).toThrow(RangeError);
    expect(() => timestampFromEpochMicros(epochMicros(MIN_TIMESTAMP) - 1n)).toThrow(RangeError);
    expect(() => timestampFromEpochMillis(253_402_300_800_000)).toThrow(RangeError);
    expect(() => timestampFromEpochMillis(Number.NaN)).toThrow(RangeError);
  });
});
