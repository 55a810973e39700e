import { describe, expect, it } from "@jest/globals";
import { ContractError } from "@binnacle/errors";
import { isValidName } from "../identity/resource-name.js";
import { isValidType } from "../identity/type-name.js";
import * as addresses from "./addresses.js";
import { NAMING_TEMPLATES, type NamingTemplate } from "./naming-templates.js";
import { npmPackage } from "./package-url.js";
import { READING_TYPES } from "./reading-types.js";

const lodash = { ...npmPackage("lodash"), version: "4.17.21" };
const DIGEST = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

describe("the addresses of well-known types", () => {
  it("are the examples of their templates", () => {
    const built = [
      addresses.service("orders"),
      addresses.serviceDeployment("orders", "production"),
      addresses.serviceInstance("orders", "production", "orders-7d9f-x2x"),
      addresses.lambda("resize-images"),
      addresses.lambdaDeployment("resize-images", "production"),
      addresses.rdsInstance("123456789012", "eu-central-1", "orders"),
      addresses.containerImage("registry.example.com/orders", DIGEST),
      addresses.softwareDependency(lodash),
      addresses.softwareDependencyVersion(lodash),
      addresses.team("payments"),
      addresses.collector("orders-team/k8s"),
    ];
    expect(built).toEqual(NAMING_TEMPLATES.map(({ type, example }) => ({ type, name: example })));
  });

  it("encode what a package URL needs encoded", () => {
    const scoped = { ...npmPackage("@scope/name"), version: "1.0.0+b@c" };
    expect(addresses.softwareDependencyVersion(scoped).name).toBe("pkg:npm/%40scope/name@1.0.0%2Bb%40c");
    expect(addresses.softwareDependency(scoped).name).toBe("pkg:npm/%40scope/name");
  });

  it("take parts as they are, but in NFC", () => {
    expect(addresses.serviceDeployment("@acme/shop $& {x}", "Cafe\u0301").name).toBe("@acme/shop $& {x}/Caf\u00e9");
  });

  it("do not come from empty parts or make invalid names", () => {
    expect(() => addresses.service("")).toThrow(ContractError);
    expect(() => addresses.serviceDeployment("orders", "")).toThrow("needs a non-empty environment");
    expect(() => addresses.service("a\n")).toThrow(ContractError);
    expect(() => addresses.team("a".repeat(513))).toThrow(ContractError);
    expect(() => addresses.softwareDependencyVersion({ ...lodash, version: "" })).toThrow(ContractError);
  });
});

describe("the naming templates", () => {
  it("are valid, and lead to parents that are well-known too", () => {
    const templates: readonly NamingTemplate[] = NAMING_TEMPLATES;
    const templateOf = new Map(templates.map(({ type, template }) => [type, template]));
    for (const { type, example, template, parentType, parentTemplate } of templates) {
      expect(isValidType(type) && isValidName(example)).toBe(true);
      expect(parentTemplate).toBe(parentType && templateOf.get(parentType));
      expect(template.startsWith(parentTemplate ?? "")).toBe(true);
    }
  });

  it("name every type that the reading types are of", () => {
    const types = new Set<string>(["*", ...NAMING_TEMPLATES.map(({ type }) => type)]);
    for (const [type, { resourceType }] of Object.entries(READING_TYPES)) {
      expect(isValidType(type) && types.has(resourceType)).toBe(true);
    }
  });
});
