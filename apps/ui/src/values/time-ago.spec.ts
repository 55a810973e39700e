import { describe, expect, it } from "@jest/globals";
import { timeAgo } from "./time-ago.js";

describe("timeAgo", () => {
  const now = Date.parse("2026-06-01T12:00:00Z");

  it.each([
    ["2026-06-01T11:59:30Z", "just now"],
    ["2026-06-01T11:55:00Z", "5 min. ago"],
    ["2026-06-01T09:00:00Z", "3 hr. ago"],
    ["2026-05-30T12:00:00Z", "2 days ago"],
    ["2024-05-30T12:00:00Z", "2 yr. ago"],
    ["2026-06-01T12:10:00Z", "in 10 min."],
  ])("calls %s %j", (time, text) => {
    expect(timeAgo(Date.parse(time), now)).toBe(text);
  });
});
