import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { cvssBaseScore, severityOfScore } from "./cvss.js";

describe("cvssBaseScore", () => {
  // Scores published with the examples of https://www.first.org/cvss/v3.1/examples and https://www.first.org/cvss/v4.0/examples.
  it.each([
    ["CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4],
    ["CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1],
    ["CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5],
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10],
    ["CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3],
    ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", 8.7],
    ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10],
    ["AV:N/AC:L/Au:N/C:N/I:N/A:C", 7.8],
    ["(AV:L/AC:H/Au:N/C:C/I:C/A:C)", 6.2],
  ])("gives %s %d", (vector, score) => {
    expect(cvssBaseScore(vector)).toBe(score);
  });

  it("leaves out what is said of exploits and of an environment", () => {
    expect(cvssBaseScore("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H/E:P/RL:O/MAC:H")).toBe(7.5);
    expect(cvssBaseScore("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:U")).toBe(8.7);
  });

  it.each(["", "7.5", "CVSS:3.1/AV:N", "CVSS:3.1/AV:X/AC:L", "CVSS:4.0/AV:N/AC", "CVSS:5.0/AV:N", "AV:N/AC:L"])(
    "gives %j no score",
    (vector) => {
      expect(cvssBaseScore(vector)).toBeUndefined();
    },
  );

  it("never throws, and gives scores from 0 to 10 alone", () => {
    const part = fc.constantFrom(
      "AV:N",
      "AC:L",
      "PR:N",
      "UI:R",
      "S:U",
      "C:H",
      "I:N",
      "A:L",
      "VC:H",
      "x",
      "",
      "AT:P",
      ":",
    );
    const version = fc.constantFrom("CVSS:3.1/", "CVSS:3.0/", "CVSS:4.0/", "");
    fc.assert(
      fc.property(version, fc.array(part, { maxLength: 12 }), (prefix, parts) => {
        const score = cvssBaseScore(prefix + parts.join("/"));
        expect(score === undefined || (score >= 0 && score <= 10)).toBe(true);
      }),
    );
  });
});

it("rates scores as CVSS v3 and v4 do", () => {
  expect([10, 9, 8.9, 7, 6.9, 4, 3.9, 0].map(severityOfScore)).toEqual([
    "critical",
    "critical",
    "high",
    "high",
    "medium",
    "medium",
    "low",
    "low",
  ]);
});
