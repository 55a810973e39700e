import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { linkTarget } from "./link-header.js";

describe(linkTarget.name, () => {
  it.each([
    [null, undefined],
    ["", undefined],
    ['<https://a/?page=2>; rel="next"', "https://a/?page=2"],
    ["</x>; rel=prev, </y>; rel=next", "/y"],
    ['<https://a/?q=1,2;3>; title="rel=\\"next\\", no"; rel="last", </y>; rel="first NEXT"', "/y"],
    ["</x>; rel=nextish", undefined],
    ["</x> ; rel = next", "/x"],
    ["<>; rel=next", ""],
  ])("%s leads to %s", (header, target) => {
    expect(linkTarget(header, "next")).toBe(target);
  });

  it("finds the one among any others, wherever it stands", () => {
    const target = fc.stringMatching(/^\/[a-z0-9,;="?&]{0,12}$/);
    const title = fc.stringMatching(/^[a-z,;<>= ]{0,8}$/);
    const other = fc.tuple(target, fc.constantFrom("prev", "first", "last"), title);
    fc.assert(
      fc.property(fc.array(other), target, title, fc.array(other), (before, wanted, name, after) => {
        const link = ([to, relation, title]: readonly [string, string, string]): string =>
          `<${to}>; title="${title}"; rel="${relation}"`;
        const header = [...before, [wanted, "next", name] as const, ...after].map(link).join(", ");
        expect(linkTarget(header, "next")).toBe(wanted);
      }),
    );
  });
});
