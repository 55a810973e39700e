import { describe, expect, it } from "@jest/globals";
import { lastRunOf } from "./last-run.js";

describe("lastRunOf", () => {
  it("takes what a report says", () => {
    const report = { outcome: "ok", startedOn: "2026-03-01T09:29:58Z", endedOn: "2026-03-01T09:30:00Z", records: 412 };
    expect(lastRunOf(report)).toEqual({ outcome: "ok", endedOn: "2026-03-01T09:30:00Z", records: 412 });
  });

  it.each([null, "ok", 1, [], {}, { outcome: 3 }])("takes %j for no report", (value) => {
    expect(lastRunOf(value)).toBeUndefined();
  });

  it("leaves out what is no time and no number", () => {
    expect(lastRunOf({ outcome: "odd", endedOn: "soon", records: "many" })).toEqual({
      outcome: "odd",
      endedOn: null,
      records: null,
    });
  });
});
