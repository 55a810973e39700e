import { describe, expect, it } from "@jest/globals";
import { parsePackageUrl } from "@binnacle/contract";
import { ContractError } from "@binnacle/errors";
import { isPackageMeant, isVersionMeant, parsePackageQuery } from "./package-query.js";

const below = (version: string) => [[{ operator: "<", version }]];

describe(parsePackageQuery.name, () => {
  it.each([
    ["log4j-core < 2.17", { name: "log4j-core", range: below("2.17") }],
    ["log4j-core<2.17", { name: "log4j-core", range: below("2.17") }],
    [
      "org.apache.logging.log4j:log4j-core <2.17",
      { namespace: "org.apache.logging.log4j", name: "log4j-core", range: below("2.17") },
    ],
    ["pkg:npm/%40acme/shop < 2", { type: "npm", namespace: "@acme", name: "shop", range: below("2") }],
    [
      "pkg:npm/lodash@4.17.20",
      { type: "npm", namespace: "", name: "lodash", range: [[{ operator: "=", version: "4.17.20" }]] },
    ],
    ["lodash@4.17.20", { name: "lodash", range: [[{ operator: "=", version: "4.17.20" }]] }],
    ["lodash 4.17.20", { name: "lodash", range: [[{ operator: "=", version: "4.17.20" }]] }],
    ["@acme/shop", { namespace: "@acme", name: "shop", range: [[]] }],
    ["github.com/gorilla/context", { namespace: "github.com/gorilla", name: "context", range: [[]] }],
  ])("reads %j", (text, expected) => {
    expect(parsePackageQuery(text)).toEqual(expected);
  });

  it.each(["", "  ", "< 2", "a/ < 2", "pkg:npm < 1", "lodash@1 < 2", "lodash < ", "lodash <> 2"])(
    "refuses %j",
    (text) => {
      expect(() => parsePackageQuery(text)).toThrow(ContractError);
    },
  );
});

describe(isVersionMeant.name, () => {
  const asks = (query: string, name: string) => isVersionMeant(parsePackageQuery(query), parsePackageUrl(name)!);

  it("looks at name, group and type as far as they are given", () => {
    expect(asks("log4j-core < 2.17", "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1")).toBe(true);
    expect(asks("log4j-core < 2.17", "pkg:maven/org.apache.logging.log4j/log4j-core@2.17.0")).toBe(false);
    expect(asks("log4j-core < 2.17", "pkg:maven/org.apache.logging.log4j/log4j-api@2.14.1")).toBe(false);
    expect(asks("com.acme:log4j-core < 2.17", "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1")).toBe(false);
    expect(asks("Log4J-Core", "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1")).toBe(true);
    expect(asks("pkg:pypi/Django_Auth", "pkg:pypi/django-auth@1")).toBe(true);
    expect(asks("shop", "pkg:npm/%40acme/shop@1.0.0")).toBe(true);
    expect(asks("pkg:npm/shop", "pkg:npm/%40acme/shop@1.0.0")).toBe(false);
  });

  it("does not decide versions that cannot be ordered", () => {
    expect(asks("shop < 2", "pkg:npm/shop@main")).toBeUndefined();
    expect(isPackageMeant(parsePackageQuery("shop < 2"), { type: "npm", name: "shop" })).toBe(true);
  });
});
