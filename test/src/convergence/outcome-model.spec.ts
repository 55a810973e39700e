import { describe, expect, it } from "@jest/globals";
import type { ModelRecord } from "./model-record.js";
import { outcomeAfter, type ModelOutcome } from "./outcome-model.js";

const at = { type: "Service", name: "a" };
const t = (second: number): string => `2026-11-01T00:00:0${second}.000000Z`;
const resource = (second: number, parent?: string): ModelRecord => ({
  kind: "resource",
  source: "s",
  at,
  on: t(second),
  ...(parent && { parent: { type: "Service", name: parent } }),
});
const removal = (second: number): ModelRecord => ({ kind: "removal", source: "s", at, on: t(second) });
const reading = (second: number, printed: string, mode: "SNAPSHOT" | "TIME_SERIES" = "SNAPSHOT"): ModelRecord => ({
  kind: "reading",
  source: "s",
  at,
  type: "HealthCheck",
  mode,
  value: { sent: printed, printed },
  on: t(second),
});
const outcome = (...records: ModelRecord[]): ModelOutcome =>
  outcomeAfter(records.slice(0, -1), records.at(-1)!, (id) => id);

describe("the model of what the catalog does with a record", () => {
  it("creates what was not shown before", () => {
    expect(outcome(resource(1))).toBe("created");
    expect(outcome(resource(1), removal(2), resource(3))).toBe("created");
    expect(outcome(resource(1), reading(1, "1"))).toBe("created");
    expect(outcome(reading(1, "1"), removal(2), reading(3, "1"))).toBe("created");
    expect(outcome(reading(1, "1", "TIME_SERIES"), reading(2, "1", "TIME_SERIES"))).toBe("created");
  });

  it("changes what is shown, by a removal too", () => {
    expect(outcome(resource(1, "p"), resource(2, "q"))).toBe("changed");
    expect(outcome(reading(1, "1"), resource(1))).toBe("changed");
    expect(outcome(reading(1, "1"), reading(2, "2"))).toBe("changed");
    expect(outcome(resource(1), removal(2))).toBe("changed");
  });

  it("leaves unchanged where only times move, a row is there, or nothing was to remove", () => {
    expect(outcome(resource(1, "p"), resource(2, "p"))).toBe("unchanged");
    expect(outcome(reading(1, "1"), reading(2, "1"))).toBe("unchanged");
    expect(outcome(reading(1, "1"), reading(1, "1"))).toBe("unchanged");
    expect(outcome(reading(1, "1", "TIME_SERIES"), reading(1, "1", "TIME_SERIES"))).toBe("unchanged");
    expect(outcome(removal(2))).toBe("unchanged");
  });

  it("takes what is at or before the removal, or beaten, for superseded", () => {
    expect(outcome(removal(2), resource(2))).toBe("superseded");
    expect(outcome(removal(2), reading(1, "1"))).toBe("superseded");
    expect(outcome(removal(2), removal(1))).toBe("superseded");
    expect(outcome(resource(3), resource(2))).toBe("superseded");
    expect(outcome(reading(3, "1"), reading(2, "1"))).toBe("superseded");
    expect(outcome(resource(3), removal(2))).toBe("superseded");
  });
});
