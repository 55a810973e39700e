import { describe, expect, it } from "@jest/globals";
import { parseJson } from "../json/index.js";
import { EXAMPLES } from "./examples.js";
import { unknownFields } from "./unknown-fields.js";

function unknownPaths(text: string, isBare = false): string[] {
  return unknownFields(parseJson(text), { isBare }).map(({ path }) => path);
}

describe(unknownFields.name, () => {
  it("finds none in the examples", () => {
    expect(
      Object.values(EXAMPLES)
        .flat()
        .flatMap((example) => unknownFields(example)),
    ).toEqual([]);
  });

  it("finds them in a record and in its addresses, but not in its value", () => {
    const text = `{"kind": "reading", "colectedOn": 1, "a/b~c": 1, "__proto__": 1,
      "resource": {"type": "T", "name": "n", "id": 1}, "value": {"x": 1}}`;
    expect(unknownPaths(text)).toEqual(["/colectedOn", "/a~1b~0c", "/__proto__", "/resource/id"]);
  });

  it("knows the source of a bare record only", () => {
    const text = '{"kind": "resource", "source": "a", "sourc": "b"}';
    expect(unknownPaths(text)).toEqual(["/source", "/sourc"]);
    expect(unknownPaths(text, true)).toEqual(["/sourc"]);
  });

  it.each(['{"kind": "other", "x": 1}', "[1]", "null", "1e400"])("has nothing to say of %s", (text) => {
    expect(unknownPaths(text)).toEqual([]);
  });
});
