import { describe, expect, it } from "@jest/globals";
import { ContractError } from "@binnacle/errors";
import { npmPackage, packageUrl, parsePackageUrl } from "./package-url.js";

describe(packageUrl.name, () => {
  it.each([
    [{ type: "npm", name: "lodash" }, "pkg:npm/lodash"],
    [{ type: "npm", name: "foobar", version: "12.3.1" }, "pkg:npm/foobar@12.3.1"],
    [
      { type: "npm", namespace: "@angular", name: "animation", version: "12.3.1" },
      "pkg:npm/%40angular/animation@12.3.1",
    ],
    [{ type: "NPM", namespace: "@Scope", name: "Name" }, "pkg:npm/%40scope/name"],
    [{ type: "npm", name: "a", version: "1.0.0-beta_1~2+build.5" }, "pkg:npm/a@1.0.0-beta_1~2%2Bbuild.5"],
    [
      { type: "deb", namespace: "debian", name: "attr", version: "1:2.4.47-2+b1" },
      "pkg:deb/debian/attr@1:2.4.47-2%2Bb1",
    ],
    [{ type: "golang", namespace: "/github.com//Gorilla/", name: "context" }, "pkg:golang/github.com/gorilla/context"],
    [{ type: "maven", namespace: "org.Apache", name: "Batik", version: "1.9" }, "pkg:maven/org.Apache/Batik@1.9"],
    [{ type: "pypi", name: "Django__all.auth", version: "1" }, "pkg:pypi/django-all-auth@1"],
    [{ type: "cran", name: "A3" }, "pkg:cran/A3"],
    [{ type: "generic", name: "a b/c@d?e#f%g!'()*é" }, "pkg:generic/a%20b%2Fc%40d%3Fe%23f%25g%21%27%28%29%2A%C3%A9"],
  ])("prints %j as %s", (coordinates, expected) => {
    expect(packageUrl(coordinates)).toBe(expected);
  });

  it.each([
    { type: "", name: "a" },
    { type: "1a", name: "a" },
    { type: "n p", name: "a" },
    { type: "npm", name: "" },
    { type: "npm", name: "//" },
  ])("refuses %j", (coordinates) => {
    expect(() => packageUrl(coordinates)).toThrow(ContractError);
  });

  it("takes npm's full names apart", () => {
    expect(packageUrl(npmPackage("@scope/name", "1.0.0"))).toBe("pkg:npm/%40scope/name@1.0.0");
    expect(npmPackage("lodash")).toEqual({ type: "npm", name: "lodash" });
    expect(npmPackage("lodash", "4.17.21")).toEqual({ type: "npm", name: "lodash", version: "4.17.21" });
  });
});

describe(parsePackageUrl.name, () => {
  it.each([
    ["pkg:npm/lodash", { type: "npm", name: "lodash" }],
    [
      "pkg:npm/%40angular/animation@12.3.1",
      { type: "npm", namespace: "@angular", name: "animation", version: "12.3.1" },
    ],
    ["pkg:npm/@angular/animation", { type: "npm", namespace: "@angular", name: "animation" }],
    ["pkg:npm/a@1.0.0-beta_1~2%2Bbuild.5", { type: "npm", name: "a", version: "1.0.0-beta_1~2+build.5" }],
    [
      "pkg:deb/debian/attr@1:2.4.47-2%2Bb1?arch=a#b",
      { type: "deb", namespace: "debian", name: "attr", version: "1:2.4.47-2+b1" },
    ],
    ["pkg:golang/github.com/gorilla/context", { type: "golang", namespace: "github.com/gorilla", name: "context" }],
    ["pkg:NPM/a@", { type: "npm", name: "a" }],
    ["pkg:generic/a%20b%2Fc%40d%3Fe", { type: "generic", name: "a b/c@d?e" }],
  ])("reads %s", (text, expected) => {
    expect(parsePackageUrl(text)).toEqual(expected);
  });

  it.each(["", "lodash", "pkg:", "pkg:npm", "pkg:npm/", "pkg:n p/a", "pkg:npm/%", "pkg:npm/%2"])(
    "reads no %j",
    (text) => {
      expect(parsePackageUrl(text)).toBeUndefined();
    },
  );
});
