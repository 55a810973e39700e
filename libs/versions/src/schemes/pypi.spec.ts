import { describe, expect, it } from "@jest/globals";
import { expectAscending, expectEqual } from "../testing/order.js";
import { PYPI } from "./pypi.js";

describe("the order of Python versions", () => {
  it("is that of PEP 440 and of the tests of the package `packaging`", () => {
    const ordered =
      "1.0.dev456 1.0a1 1.0a2.dev456 1.0a12.dev456 1.0a12 1.0b1.dev456 1.0b2 1.0b2.post345.dev456 1.0b2.post345 1.0b2-346 " +
      "1.0c1.dev456 1.0c1 1.0rc2 1.0c3 1.0 1.0.post456.dev34 1.0.post456 1.1.dev1 1.2+123abc 1.2+123abc456 1.2+abc 1.2+abc123 " +
      "1.2+abc123def 1.2+1234.abc 1.2+123456 1.2.r32+123456 1.2.rev33+123456 1!1.0.dev456 1!1.0a1 1!1.0 1!1.0.post456";
    expectAscending(PYPI, ordered.split(" "));
  });

  it.each(["1.0 1 1.0.0 v1.0", "1.0a1 1.0-alpha.1 1.0ALPHA1", "1.0rc1 1.0c1 1.0-pre1", "1.0.post1 1.0-1 1.0.rev1"])(
    "takes as equal %s",
    (versions) => {
      expectEqual(PYPI, versions.split(" "));
    },
  );

  it.each(["french toast", "1.0+a+", "1.0++", "1.0+_foobar", "1.0+1+1", "main"])("has no version %j", (text) => {
    expect(PYPI.isVersion(text)).toBe(false);
  });
});
