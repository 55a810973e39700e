import { describe, expect, it } from "@jest/globals";
import { ConfigurationError } from "@binnacle/errors";
import { readSettings } from "./run-settings.js";
import { parseSchedule } from "./schedule.js";

describe(readSettings.name, () => {
  it("reads durations, with a timeout of five minutes and two retries where nothing is said", () => {
    expect(readSettings({ name: "a/b:c.d_e-1", schedule: "every 30s" })).toMatchObject({
      timeoutMs: 300_000,
      retries: 2,
      retryDelayMs: 2_000,
    });
    expect(readSettings({ name: "a", schedule: "every 1d", timeout: "90s", retries: 0 })).toMatchObject({
      timeoutMs: 90_000,
      retries: 0,
    });
  });

  it("names every option that cannot be read", () => {
    const broken = { name: "not a name", schedule: "daily", timeout: "0s", retries: -1, retryDelay: "soon" };
    expect(faultsOf(() => readSettings(broken))).toEqual([
      expect.stringMatching(/^name: "not a name" is not/),
      expect.stringMatching(/^schedule: "daily" is no schedule; write "every 5m"/),
      expect.stringMatching(/^timeout: "0s" is no duration/),
      expect.stringMatching(/^retries: -1/),
      expect.stringMatching(/^retryDelay: "soon" is no duration/),
    ]);
  });
});

describe(parseSchedule.name, () => {
  it.each([
    ["every 30s", "2026-03-01T00:00:30Z"],
    ["every 2h", "2026-03-01T02:00:00Z"],
    ["15 3 * * *", "2026-03-01T03:15:00Z"],
    ["*/20 * * * * *", "2026-03-01T00:00:20Z"],
    ["0 0 1 1 *", "2027-01-01T00:00:00Z"],
  ])("knows when %s is due next, in UTC", (schedule, due) => {
    expect(parseSchedule(schedule).next(Date.parse("2026-03-01T00:00:00Z"))).toBe(Date.parse(due));
  });

  it.each(["", "every", "every 5", "every 5 minutes", "61 * * * *", "* * * * * * *", "2026-01-01T00:00:00Z"])(
    "refuses %j",
    (schedule) => {
      expect(() => parseSchedule(schedule)).toThrow(ConfigurationError);
    },
  );
});

function faultsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    return (error as ConfigurationError).faults;
  }
  return [];
}
