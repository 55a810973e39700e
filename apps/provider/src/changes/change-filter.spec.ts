import type { Change } from "@binnacle/store";
import { describe, expect, it } from "@jest/globals";
import { ChangeFilter } from "./change-filter.js";

const change = (type: string, kind: Change[2], readingTypes: string[] = []): Change => ["id", type, kind, readingTypes];

describe(ChangeFilter.name, () => {
  it("lets everything pass where nothing is asked for", () => {
    expect(new ChangeFilter().passes(change("A", "created"))).toBe(true);
    expect(new ChangeFilter({ types: ["A"] }).passes(change("A", "changed", ["x"]))).toBe(true);
    expect(new ChangeFilter({ types: ["A"] }).passes(change("B", "removed"))).toBe(false);
  });

  it("lets removals pass to readers of any reading type, of the types that they asked for", () => {
    const filter = new ChangeFilter({ types: ["A"], readingTypes: ["x"] });
    expect(filter.passes(change("A", "removed"))).toBe(true);
    expect(filter.passes(change("B", "removed"))).toBe(false);
    expect(filter.passes(change("A", "created"))).toBe(false);
    expect(filter.passes(change("A", "created", ["y", "x"]))).toBe(true);
  });

  it("has one key whatever the order, and another for whatever else is asked", () => {
    const key = (types?: string[], readingTypes?: string[]) =>
      new ChangeFilter({ ...(types && { types }), ...(readingTypes && { readingTypes }) }).key;
    expect(key(["A", "B", "A"])).toBe(key(["B", "A"]));
    const keys = [key(), key(["A"]), key(undefined, ["A"]), key(["A"], ["B"]), key(["A", "B"])];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
