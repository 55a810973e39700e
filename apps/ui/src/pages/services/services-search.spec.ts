import { describe, expect, it } from "@jest/globals";
import { readServicesSearch, sortingOf, sortText } from "./services-search.js";

describe("readServicesSearch", () => {
  it("keeps what is the page's and makes sense", () => {
    expect(readServicesSearch({ q: 12, owner: "payments", severity: "high", health: ["down"], other: "x" })).toEqual({
      q: "12",
      owner: "payments",
      severity: "high",
    });
    expect(readServicesSearch({ severity: "awful" })).toEqual({});
  });
});

describe("sortingOf", () => {
  it("reads what sortText wrote", () => {
    const sorting = [
      { id: "vulnerabilities", desc: true },
      { id: "name", desc: false },
    ];
    expect(sortText(sorting)).toBe("-vulnerabilities,name");
    expect(sortingOf("-vulnerabilities,name")).toEqual(sorting);
  });

  it("is nothing without columns", () => {
    expect(sortingOf(undefined)).toEqual([]);
    expect(sortingOf("-,")).toEqual([]);
    expect(sortText([])).toBeUndefined();
  });
});
