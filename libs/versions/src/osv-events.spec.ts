import { describe, expect, it } from "@jest/globals";
import { osvEventsInclude, type OsvEvent } from "./osv-events.js";
import { schemeOf } from "./scheme-of.js";

function affected(type: string, events: OsvEvent[], versions: string): string {
  return versions
    .split(" ")
    .filter((version) => osvEventsInclude(events, schemeOf(type), version) === true)
    .join(" ");
}

describe(osvEventsInclude.name, () => {
  it("is affected from an introduction until a fix", () => {
    expect(affected("npm", [{ introduced: "0" }, { fixed: "4.17.21" }], "0.0.1-alpha 4.17.20 4.17.21 5.0.0")).toBe(
      "0.0.1-alpha 4.17.20",
    );
    const branches = [{ fixed: "2.3.1" }, { introduced: "2.0-beta9" }, { introduced: "2.4" }, { fixed: "2.12.2" }];
    expect(affected("maven", branches, "1.2.17 2.0-beta8 2.0-beta9 2.3 2.3.1 2.4 2.12.1 2.12.2 2.17.0")).toBe(
      "2.0-beta9 2.3 2.4 2.12.1",
    );
  });

  it("is affected up to and with the last affected version", () => {
    expect(affected("pypi", [{ introduced: "1.0" }, { last_affected: "1.2" }], "0.9 1.0 1.2 1.2.post1 1.3")).toBe(
      "1.0 1.2",
    );
  });

  it("is affected again where a fix and an introduction meet", () => {
    expect(affected("npm", [{ introduced: "0" }, { introduced: "2.0.0" }, { fixed: "2.0.0" }], "1.0.0 2.0.0")).toBe(
      "1.0.0 2.0.0",
    );
  });

  it("keeps to limits, and without an introduction affects nothing", () => {
    expect(affected("npm", [{ introduced: "1.0.0" }, { limit: "2.0.0" }], "1.0.0 1.9.0 2.0.0")).toBe("1.0.0 1.9.0");
    expect(affected("npm", [{ introduced: "1.0.0" }, { limit: "*" }], "1.0.0 2.0.0")).toBe("1.0.0 2.0.0");
    expect(affected("npm", [{ fixed: "2.0.0" }], "1.0.0 2.0.0")).toBe("");
    expect(affected("npm", [], "1.0.0")).toBe("");
  });

  it("does not decide what the ecosystem cannot order", () => {
    expect(osvEventsInclude([{ introduced: "0" }], schemeOf("npm"), "main")).toBeUndefined();
    expect(osvEventsInclude([{ introduced: "0" }, { fixed: "abc123" }], schemeOf("npm"), "1.0.0")).toBeUndefined();
  });
});
