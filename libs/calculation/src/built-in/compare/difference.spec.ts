import { jsonbText, parseJson, type JsonValue } from "@binnacle/contract";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { differences } from "./difference.js";

const compare = (left: string, right: string) =>
  JSON.parse(JSON.stringify([...differences(parseJson(left), parseJson(right))])) as unknown[];

describe(differences.name, () => {
  it("finds nothing between equal values, whatever their order of keys and zeros of fractions", () => {
    expect(compare('{"a": [1, {"b": null}], "c": "x"}', '{"c": "x", "a": [1.0, {"b": null}]}')).toEqual([]);
    expect(compare("100.0", "100")).toEqual([]);
    expect(compare("0.0", "0")).toEqual([]);
  });

  it("tells numbers apart by every digit", () => {
    expect(compare("9007199254740993", "9007199254740992")).toHaveLength(1);
    expect(compare("0.10000000000000000001", "0.1")).toHaveLength(1);
    expect(compare("100", "10")).toHaveLength(1);
    const [difference] = [...differences(parseJson('{"n":9007199254740993}'), parseJson('{"n":1}'))];
    expect(JSON.stringify(difference)).toBe('{"path":"/n","change":"changed","left":9007199254740993,"right":1}');
  });

  it("says what was added, removed and changed, by JSON Pointer", () => {
    expect(compare('{"a/b": 1, "c": {"~": true}, "d": [1, 2]}', '{"c": {"~": false}, "d": [1], "": null}')).toEqual([
      { path: "/a~1b", change: "removed", left: 1 },
      { path: "/c/~0", change: "changed", left: true, right: false },
      { path: "/d/1", change: "removed", left: 2 },
      { path: "/", change: "added", right: null },
    ]);
    expect(compare("[]", "{}")).toEqual([{ path: "", change: "changed", left: [], right: {} }]);
    expect(compare("null", "[null]")).toEqual([{ path: "", change: "changed", left: null, right: [null] }]);
    expect(compare('{"__proto__": 1}', '{"constructor": 1}').map((each: any) => each.path)).toEqual([
      "/__proto__",
      "/constructor",
    ]);
  });

  it("says enough to make the right value of the left one", () => {
    const values = fc.jsonValue({ depthSize: "small", maxDepth: 4 });
    fc.assert(
      fc.property(values, values, (left, right) => {
        const [from, to] = [left, right].map((value) => parseJson(JSON.stringify(value))) as [JsonValue, JsonValue];
        const found = [...differences(from, to)];
        expect(jsonbText(apply(from, found))).toBe(jsonbText(to));
        const isSame = jsonbText(from) === jsonbText(to);
        if (isSame) expect(found).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

/** Applies differences one after the other; removals from the end of an array are told in order, so they go last to first. */
function apply(value: JsonValue, found: Iterable<any>): JsonValue {
  const root = { value: structuredCloneOf(value) } as any;
  const ordered = [...found];
  for (const { path, change, right } of [
    ...ordered.filter((each) => each.change !== "removed"),
    ...ordered.filter((each) => each.change === "removed").toReversed(),
  ]) {
    const steps = ["value", ...path.split("/").slice(1).map(unescape)];
    const last = steps.pop()!;
    const holder = steps.reduce((at: any, step: string) => at[step], root);
    if (change !== "removed") holder[last] = right;
    else if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else delete holder[last];
  }
  return root.value as JsonValue;
}

function structuredCloneOf(value: JsonValue): JsonValue {
  return parseJson(jsonbText(value));
}

function unescape(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}
