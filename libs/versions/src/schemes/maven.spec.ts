import { describe, it } from "@jest/globals";
import { expectAscending, expectEqual } from "../testing/order.js";
import { MAVEN } from "./maven.js";

/** The cases of Maven's own ComparableVersionTest. */
describe("the order of Maven versions", () => {
  it("knows qualifiers", () => {
    expectAscending(MAVEN, [
      "1-alpha2snapshot",
      "1-alpha2",
      "1-alpha-123",
      "1-beta-2",
      "1-beta123",
      "1-m2",
      "1-m11",
      "1-rc",
      "1-cr2",
      "1-rc123",
      "1-SNAPSHOT",
      "1",
      "1-sp",
      "1-sp2",
      "1-sp123",
      "1-abc",
      "1-def",
      "1-pom-1",
      "1-1-snapshot",
      "1-1",
      "1-2",
      "1-123",
    ]);
  });

  it("knows numbers", () => {
    expectAscending(
      MAVEN,
      (
        "2.0 2.0.a 2-1 2.0.2 2.0.123 2.1.0 2.1-a 2.1b 2.1-c 2.1-1 2.1.0.1 2.2 2.123 " +
        "11.a2 11.a11 11.b2 11.b11 11.m2 11.m11 11 11.a 11b 11c 11m"
      ).split(" "),
    );
  });

  it.each([
    "1 1.0 1.0.0 1-0 1.0-0",
    "1a 1-a 1.0-a 1.0.0-a 1.0a 1.0.0a",
    "1x 1-x 1.0-x 1.0.0-x 1.0x 1.0.0x",
    "1cr 1rc 1Cr 1Rc 1cR 1rC",
    "1a1 1-alpha-1",
    "1b2 1-beta-2",
    "1m3 1-milestone-3 1Milestone3 1MileStone3 1MILESTONE3",
    "1 1ga 1release 1final 1GA 1RELeaSE 1FINAL",
    "1.0.0-alpha1 1.0.0-ALPHA1",
    "1.é 1.É",
    "0000000000000000001 000000000001 01 1",
    "0000000000000000000 000000000000 00 0",
    "2-abc 2.0.abc 2.0.0.abc",
    "2-RC 2.0.RC 2.0.0.RC",
  ])("takes as equal %s", (versions) => {
    expectEqual(MAVEN, versions.split(" "));
  });

  it.each([
    "1 2",
    "1.5 2",
    "1 2.5",
    "1.0 1.1",
    "1.0.0 1.1",
    "1.0.1 1.1",
    "1.1 1.2.0",
    "1.0-alpha-1 1.0",
    "1.0-alpha-1 1.0-alpha-2",
    "1.0-alpha-1 1.0-beta-1",
    "1.0-beta-1 1.0-SNAPSHOT",
    "1.0-SNAPSHOT 1.0",
    "1.0-alpha-1-SNAPSHOT 1.0-alpha-1",
    "1.0 1.0-1",
    "1.0-1 1.0-2",
    "2.0-1 2.0.1",
    "2.0.1-klm 2.0.1-lmn",
    "2.0.1 2.0.1-xyz",
    "2.0.1-xyz 2.0.1-123",
    "0.7 2",
    "0.2 1.0.7",
    "J 7",
    "c 7",
    "é 1",
    "\u0668 1",
    "aardvark zebra ζέβρα",
    "6.1.0rc3 6.1.0 6.1H.5-beta",
    "20190126.230843 1234567890.12345 123456789012345.1H.5-beta 12345678901234567890.1H.5-beta",
    "1-0.alpha 1-0.beta 1",
    "1.0.0.RC1 1.0.0-RC2",
    "1.0.0.abc1 1.0.0-abc2",
    "1.0.final-redhat 1.0-sp1-redhat",
    "1.0.final-redhat 1.0-sp-1-redhat",
    "1.0.final-redhat 1.0-sp.1-redhat",
  ])("orders %s", (versions) => {
    expectAscending(MAVEN, versions.split(" "));
  });

  it("orders what packages are really called", () => {
    expectAscending(MAVEN, ["2.0-beta9", "2.0-rc1", "2.3.1", "2.12.4", "2.13.0", "2.16.0", "2.17.0", "2.17.1"]);
    expectAscending(MAVEN, ["30.1.1-android", "30.1.1-jre", "31.0-android", "31.0-jre", "32.0.0-jre"]);
    expectAscending(MAVEN, ["5.0.0.M1", "5.0.0.RC1", "5.0.0.RELEASE", "5.0.1.RELEASE", "5.3.18", "6.0.0-M1"]);
  });
});
