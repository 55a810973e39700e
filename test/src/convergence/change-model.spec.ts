import { describe, expect, it } from "@jest/globals";
import { changesBy, type ModelChange } from "./change-model.js";
import type { ModelRecord } from "./model-record.js";

const t = (second: number): string => `2026-11-01T00:00:0${second}.000000Z`;
const at = (name: string) => ({ type: "Service", name });
const resource = (name: string, second: number, parent?: string): ModelRecord => ({
  kind: "resource",
  source: "s",
  at: at(name),
  on: t(second),
  ...(parent && { parent: at(parent) }),
});
const removal = (name: string, second: number): ModelRecord => ({
  kind: "removal",
  source: "s",
  at: at(name),
  on: t(second),
});
const reading = (second: number, printed: string, mode: "SNAPSHOT" | "TIME_SERIES" = "SNAPSHOT"): ModelRecord => ({
  kind: "reading",
  source: "s",
  at: at("a"),
  type: mode === "SNAPSHOT" ? "HealthCheck" : "Sample",
  mode,
  value: { sent: printed, printed },
  on: t(second),
});
const told = (earlier: ModelRecord[], ...more: ModelRecord[]): string[] =>
  changesBy(earlier, more, (id) => id).map(({ id, kind, readingTypes }: ModelChange) =>
    [id.split("\n")[1], kind, ...readingTypes].join(" "),
  );

describe("the model of what is told of changes", () => {
  it("tells what came, changed and went", () => {
    expect(told([], resource("a", 1, "p"), reading(1, "1"))).toEqual(["a created HealthCheck", "p created"]);
    expect(told([resource("a", 1)], reading(1, "1"), reading(1, "1", "TIME_SERIES"))).toEqual([
      "a changed HealthCheck Sample",
    ]);
    expect(told([resource("a", 1), reading(1, "1")], reading(2, "2"), resource("a", 2, "p"))).toEqual([
      "a changed HealthCheck",
      "p created",
    ]);
    expect(told([resource("a", 1)], removal("a", 2))).toEqual(["a removed"]);
  });

  it("tells nothing of times, of repeats, and of what is absent", () => {
    const earlier = [resource("a", 1), reading(1, "1"), reading(1, "1", "TIME_SERIES")];
    expect(told(earlier, resource("a", 2), reading(2, "1"), reading(1, "1", "TIME_SERIES"))).toEqual([]);
    expect(told([removal("a", 3)], reading(4, "1", "TIME_SERIES"), resource("a", 2))).toEqual([]);
  });

  it("tells of no series but new rows when a Resource comes back, and of what a removal hides where it stays", () => {
    const history = [resource("a", 1), reading(1, "1", "TIME_SERIES"), removal("a", 2)];
    expect(told(history, resource("a", 3))).toEqual(["a created"]);
    expect(told([resource("a", 5), reading(1, "1")], removal("a", 2))).toEqual(["a changed HealthCheck"]);
  });
});
