import { describe, expect, it } from "@jest/globals";
import { ContractError } from "@binnacle/errors";
import fc from "fast-check";
import { schemeOf } from "./scheme-of.js";
import { parseVersionRange, rangeIncludes } from "./version-range.js";

function included(type: string, range: string, versions: string): string {
  const parsed = parseVersionRange(range);
  return versions
    .split(" ")
    .filter((version) => rangeIncludes(parsed, schemeOf(type), version) === true)
    .join(" ");
}

describe(parseVersionRange.name, () => {
  it("reads bounds, and alternatives of them", () => {
    expect(parseVersionRange(">=1.2 <2")).toEqual([
      [
        { operator: ">=", version: "1.2" },
        { operator: "<", version: "2" },
      ],
    ]);
    expect(parseVersionRange("=1.0, != 1.1||>  3")).toEqual([
      [
        { operator: "=", version: "1.0" },
        { operator: "!=", version: "1.1" },
      ],
      [{ operator: ">", version: "3" }],
    ]);
    expect(parseVersionRange("4.17.21")).toEqual([[{ operator: "=", version: "4.17.21" }]]);
    expect(parseVersionRange("==1.0~rc1-2+b1")).toEqual([[{ operator: "=", version: "1.0~rc1-2+b1" }]]);
    expect(parseVersionRange(" * ")).toEqual([[]]);
  });

  it.each(["", " ", "<", "< ||", "1 || ", ">>1", "=>1", "^1.2", "~1.2", "1.2 - 1.4", "!1", "1 |2", "< 2 *", "<1<"])(
    "refuses %j",
    (text) => {
      expect(() => parseVersionRange(text)).toThrow(ContractError);
    },
  );

  it("reads or refuses every text, quickly", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(..."<>=! ,|1.a") })),
        (text) => {
          try {
            expect(parseVersionRange(text).length).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toBeInstanceOf(ContractError);
          }
        },
      ),
    );
    expect(() => parseVersionRange(`${"< ".repeat(100_000)}`)).toThrow(ContractError);
  });
});

describe(rangeIncludes.name, () => {
  it("uses the ecosystem's own order", () => {
    expect(included("maven", "< 2.17", "2.0-beta9 2.9.1 2.16.0 2.17-rc1 2.17 2.17.0 2.17.1")).toBe(
      "2.0-beta9 2.9.1 2.16.0 2.17-rc1",
    );
    expect(included("npm", ">=1.2 <2", "1.1.9 1.2.0 1.10.0 2.0.0-rc.1 2.0.0")).toBe("1.2.0 1.10.0 2.0.0-rc.1");
    expect(included("npm", "=4.17", "4.17.0 4.17.21 4.17.0+x")).toBe("4.17.0 4.17.0+x");
    expect(included("pypi", "<=1.0", "1.0.dev1 1.0.0 1.0.post1")).toBe("1.0.dev1 1.0.0");
    expect(included("golang", "< 1.2.3", "v1.2.2 v1.2.3-0.20191109021931-daa7c04131f5 v1.2.3")).toBe(
      "v1.2.2 v1.2.3-0.20191109021931-daa7c04131f5",
    );
    expect(included("deb", "< 1:2.4.47-2+b1", "3.0 1:2.4.47-2 1:2.4.47-2+b1")).toBe("3.0 1:2.4.47-2");
    expect(included("npm", "<1 || >=2 !=2.1.0 || =1.5.0", "0.9.0 1.0.0 1.5.0 2.0.0 2.1.0")).toBe("0.9.0 1.5.0 2.0.0");
  });

  it("does not decide what the ecosystem cannot order", () => {
    const npm = schemeOf("npm");
    expect(rangeIncludes(parseVersionRange("< 2"), npm, "github:acme/fork")).toBeUndefined();
    expect(rangeIncludes(parseVersionRange("< latest"), npm, "1.0.0")).toBeUndefined();
    expect(rangeIncludes(parseVersionRange("< 2 || *"), npm, "main")).toBe(true);
    expect(rangeIncludes(parseVersionRange("= main"), npm, "main")).toBe(true);
    expect(rangeIncludes(parseVersionRange("= main"), npm, "1.0.0")).toBe(false);
    expect(rangeIncludes(parseVersionRange("!= main"), npm, "main")).toBe(false);
    expect(rangeIncludes(parseVersionRange("!= main"), npm, "1.0.0")).toBe(true);
    expect(rangeIncludes(parseVersionRange("=1 <main"), npm, "2.0.0")).toBe(false);
  });
});
