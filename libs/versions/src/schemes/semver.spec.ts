import { describe, expect, it } from "@jest/globals";
import { expectAscending, expectEqual } from "../testing/order.js";
import { GO, SEMVER } from "./semver.js";

describe("the order of semantic versions", () => {
  it("is that of the specification", () => {
    expectAscending(SEMVER, ["1.0.0", "2.0.0", "2.1.0", "2.1.1"]);
    expectAscending(SEMVER, [
      "1.0.0-alpha",
      "1.0.0-alpha.1",
      "1.0.0-alpha.beta",
      "1.0.0-beta",
      "1.0.0-beta.2",
      "1.0.0-beta.11",
      "1.0.0-rc.1",
      "1.0.0",
    ]);
  });

  it("leaves build metadata out, and takes missing parts as zero", () => {
    expectEqual(SEMVER, ["2.0.0", "2.0.0+build.5", "v2.0.0", "2.0", "2", " 2.0 "]);
    expectEqual(SEMVER, ["2.0.0-rc.1", "2.0-rc.1", "2-rc.1+x"]);
  });

  it.each([
    "latest",
    "",
    "git+ssh://host/repo.git",
    "1.2.3.4",
    "1.",
    "99999999999999999999.0.0",
    `1.0.0-${"a".repeat(300)}`,
  ])("has no version %j", (text) => {
    expect(SEMVER.isVersion(text)).toBe(false);
  });
});

describe("the order of Go's versions", () => {
  it("knows pseudo-versions", () => {
    expectAscending(GO, [
      "v0.0.0-20180214000028-650f4a345ab4",
      "v0.0.0-20191109021931-daa7c04131f5",
      "v0.0.0",
      "v1.2.3-pre",
      "v1.2.3-pre.0.20191109021931-daa7c04131f5",
      "v1.2.3",
      "v1.2.4-0.20191109021931-daa7c04131f5",
      "v1.2.4",
      "v2.0.0+incompatible",
    ]);
  });

  it("takes the v and +incompatible for nothing", () => {
    expectEqual(GO, ["v2.0.0", "2.0.0", "v2.0.0+incompatible", "v2"]);
    expect(GO.isVersion("(devel)")).toBe(false);
  });
});
