import { describe, expect, it } from "@jest/globals";
import { expectAscending, expectEqual } from "../testing/order.js";
import { COMPOSER } from "./composer.js";
import { DEBIAN } from "./debian.js";
import { GEM } from "./gem.js";
import { GENERIC } from "./generic.js";
import { NUGET } from "./nuget.js";
import { RPM } from "./rpm.js";

describe("the order of Composer's versions", () => {
  it("is that of composer/semver", () => {
    expectAscending(COMPOSER, [
      "1.0-dev",
      "1.0-alpha-dev",
      "1.0-alpha",
      "1.0-alpha1",
      "1.0-beta1",
      "1.0-beta2",
      "1.0-beta10",
      "1.0-RC1-dev",
      "1.0-RC1",
      "1.0",
      "1.0-p1",
      "1.0-p2",
      "1.0.1",
      "1.10",
      "1.x-dev",
      "2.0.4.1",
    ]);
    expectEqual(COMPOSER, ["1.0", "v1.0.0", "1.0.0.0", "1.0+build", "1.0-stable"]);
    expectEqual(COMPOSER, ["1.0-beta.1", "1.0b1", "1.0.0-BETA1"]);
  });

  it("has no branches in it", () => {
    expect(["dev-main", "dev-master", "main", ""].filter(COMPOSER.isVersion)).toEqual([]);
  });
});

describe("the order of gems' versions", () => {
  it("is that of the documentation and tests of Gem::Version", () => {
    expectAscending(GEM, [
      "1.0.a1",
      "1.0.a.2",
      "1.0.a10",
      "1.0.b1",
      "1.0-1",
      "1.0",
      "1.1.a",
      "1.1.rc1",
      "1.1",
      "1.8.2.a",
      "1.8.2",
      "1.9.a",
      "1.10",
    ]);
    expectEqual(GEM, ["1", "1.0", "1.0.0"]);
    expectEqual(GEM, ["1.a", "1.0.a", "1.a.0"]);
    expectEqual(GEM, ["1-1", "1.pre.1"]);
    expect(["junk", "1.0\n2.0", "1..2", "1.2\u00203.4"].filter(GEM.isVersion)).toEqual([]);
  });
});

describe("the order of NuGet's versions", () => {
  it("is that of its documentation", () => {
    expectAscending(NUGET, [
      "1.0.1-alpha",
      "1.0.1-alpha.2",
      "1.0.1-alpha.10",
      "1.0.1-alpha10",
      "1.0.1-alpha2",
      "1.0.1-beta",
      "1.0.1-open",
      "1.0.1-rc",
      "1.0.1-rc.2",
      "1.0.1-rc.10",
      "1.0.1-zzz",
      "1.0.1",
      "1.0.1.1",
    ]);
    expectEqual(NUGET, ["1.0", "1.0.0", "1.0.0.0", "1.00", "1.0.0+githash"]);
    expectEqual(NUGET, ["1.0.0-Alpha", "1.0.0-alpha"]);
    expect(["1.0.0.0.0", "", "latest"].filter(NUGET.isVersion)).toEqual([]);
  });
});

describe("the order of Debian's versions", () => {
  it("is that of its policy and of dpkg's tests", () => {
    expectAscending(DEBIAN, ["1~~", "1~~a", "1~", "1", "1a"]);
    expectAscending(DEBIAN, [
      "1.0~beta1~svn1245",
      "1.0~beta1",
      "1.0",
      "1.0-1",
      "1.0-1+b1",
      "1.0-1.1",
      "1.0-2",
      "1.0-10",
      "1.0a",
      "1.0+b",
      "1.0.1",
    ]);
    expectAscending(DEBIAN, ["2.4.47-2", "2.4.47-2+deb12u1", "1:1.0", "1:2.4.47-2+b1", "2:0"]);
    expectEqual(DEBIAN, ["1.0", "0:1.0", "1.0-0", "1.00"]);
    expect(["", "a1", "1.0_1", "1 2"].filter(DEBIAN.isVersion)).toEqual([]);
  });
});

describe("the order of RPM's versions", () => {
  it("is that of rpm's own tests", () => {
    expectAscending(RPM, [
      "1.0~rc1~git123",
      "1.0~rc1",
      "1.0~rc2",
      "1.0",
      "1.0^",
      "1.0^git1",
      "1.0^git2",
      "1.0a",
      "1.0.1^20160101",
      "1.01",
    ]);
    expectAscending(RPM, [
      "1.0",
      "2.0",
      "2.0.1",
      "2.0.1a",
      "5.5p1",
      "5.5p2",
      "5.5p10",
      "10xyz",
      "10.1xyz",
      "20101121",
      "20101122",
    ]);
    expectAscending(RPM, ["xyz.4", "xyz10", "8", "2:1.0-1", "2:1.0-1.el9", "2:1.0-1.el9_1", "2:1.0-2"]);
    expectEqual(RPM, ["2_0", "2.0", "2.00", "0:2+0"]);
  });
});

describe("the order of versions of unknown ecosystems", () => {
  it("is that of libversion", () => {
    expectAscending(GENERIC, [
      "1.0alpha1",
      "1.0alpha2",
      "1.0beta",
      "1.0rc1",
      "1.0",
      "1.0patch1",
      "1.0.1",
      "1.0.2",
      "1.0.10",
      "1.0a",
      "1.1",
    ]);
    expectEqual(GENERIC, ["1", "1.0", "v1.0.0", "1-0", "1.00"]);
    expect(["main", "", "latest"].filter(GENERIC.isVersion)).toEqual([]);
  });
});
