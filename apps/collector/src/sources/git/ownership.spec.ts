import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readCatalogInfo } from "../../ownership/catalog-info.js";
import { readCodeowners } from "../../ownership/codeowners.js";
import { descriptionOf } from "./description.js";
import { ownershipOf } from "../../ownership/ownership.js";

function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, "fixtures", name), "utf8");
}

describe("readCodeowners", () => {
  it("takes the owners of the whole repository, teams apart from users, and no e-mail addresses", () => {
    expect(readCodeowners(fixture("CODEOWNERS"))).toEqual({ teams: ["platform"], users: ["ada"] });
  });

  it("lets the last rule for everything win", () => {
    expect(readCodeowners("* @acme/old\n/** @acme/new\n/docs @acme/writers\n")).toEqual({ teams: ["new"], users: [] });
  });

  it("without such a rule takes everybody, who owns most first", () => {
    expect(readCodeowners("/a @acme/one\n/b @acme/two @ada\n/c @acme/two\n")).toEqual({
      teams: ["two", "one"],
      users: ["ada"],
    });
  });

  it("understands GitLab's sections and nested groups", () => {
    const text = "[Backend][2] @acme/shop/backend\n*\n^[Docs]\n/docs @acme/writers\n";
    expect(readCodeowners(text)).toEqual({ teams: ["backend"], users: [] });
  });

  it.each(["", "# nobody\n", "*\n", "* jane@example.com\n", "* @\n* @/\n* @acme/\n"])("finds nobody in %j", (text) => {
    expect(readCodeowners(text)).toEqual({ teams: [], users: [] });
  });
});

describe("readCatalogInfo", () => {
  it("takes the Component that is named like the service, of several documents", () => {
    expect(readCatalogInfo(fixture("catalog-info.yaml"), "orders")).toEqual({
      name: "orders",
      title: "Orders",
      description: "Takes, changes and cancels orders",
      type: "service",
      lifecycle: "production",
      system: "shop",
      owner: { kind: "team", name: "payments" },
    });
  });

  it("else takes the first Component", () => {
    expect(readCatalogInfo(fixture("catalog-info.yaml"), "shop")).toMatchObject({
      name: "orders-worker",
      owner: { kind: "user", name: "grace" },
    });
  });

  it.each([
    ["payments", { kind: "team", name: "payments" }],
    ["default/payments", { kind: "team", name: "payments" }],
    ["Group:payments", { kind: "team", name: "payments" }],
    ["user:grace", { kind: "user", name: "grace" }],
    ["a/b/c", undefined],
    ["", undefined],
    [["payments"], undefined],
  ])("reads the owner %j", (owner, expected) => {
    const text = JSON.stringify({ kind: "Component", metadata: { name: "x" }, spec: { owner } });
    expect(readCatalogInfo(text, "x")?.owner).toEqual(expected);
  });

  it.each(["", "kind: API", "- a\n- b", "kind: Component\nmetadata: 3\nspec: []"])("bears %j", (text) => {
    expect(readCatalogInfo(text, "x") ?? {}).toEqual({});
  });

  it("throws on what is not YAML, and on an alias bomb", () => {
    expect(() => readCatalogInfo("kind: [Component", "x")).toThrow(/flow|expected/i);
    const rows = Array.from(
      { length: 12 },
      (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(10)}]`,
    );
    expect(() => readCatalogInfo(["a0: &a0 [x]", ...rows, "kind: Component"].join("\n"), "x")).toThrow(/alias/i);
  });
});

describe("ownershipOf", () => {
  const files = new Map([
    [".github/CODEOWNERS", "* @acme/platform\n"],
    ["CODEOWNERS", "* @acme/unread\n"],
  ]);

  it("lets catalog-info.yaml win over CODEOWNERS", () => {
    const catalogInfo = { path: "catalog-info.yaml", content: { owner: { kind: "team", name: "payments" } } } as const;
    expect(ownershipOf(files, catalogInfo)).toEqual({ from: "catalog-info.yaml", teams: ["payments"], users: [] });
  });

  it("takes the CODEOWNERS that the forges would where catalog-info.yaml names no owner", () => {
    const expected = { from: ".github/CODEOWNERS", teams: ["platform"], users: [] };
    expect(ownershipOf(files, { path: "catalog-info.yaml", content: {} })).toEqual(expected);
    expect(ownershipOf(files, undefined)).toEqual(expected);
  });

  it("knows of no owner where no file names one", () => {
    expect(ownershipOf(new Map(), undefined)).toBeUndefined();
    expect(ownershipOf(new Map([["CODEOWNERS", "* jane@example.com"]]), undefined)).toBeUndefined();
  });
});

describe("descriptionOf", () => {
  const packageJson = JSON.stringify({ description: "From the package" });
  const readme = "# Orders\n\n[![build](b.svg)](ci)\n\n> quoted\n\nTakes [orders](docs/orders.md) and\nmore.\n";
  const files = new Map([["README.md", readme]]);

  it("prefers catalog-info.yaml, then package.json, then the README's first line of prose", () => {
    const content = { description: "Takes\n  orders", name: "orders", title: "Orders", lifecycle: "production" };
    expect(descriptionOf(files, packageJson, { path: "catalog-info.yaml", content })).toEqual({
      from: "catalog-info.yaml",
      description: "Takes orders",
      title: "Orders",
      lifecycle: "production",
    });
    expect(descriptionOf(files, packageJson, undefined)).toEqual({
      from: "package.json",
      description: "From the package",
    });
    expect(descriptionOf(files, "{", undefined)).toEqual({ from: "README.md", description: "Takes orders and" });
  });

  it.each(["", "# Orders\n", "Orders\n======\n\n```sh\nnpm i\n```\n", "<p>x</p>\n- list\n| a |\n"])(
    "finds no description in %j",
    (text) => {
      expect(descriptionOf(new Map([["README.md", text]]), undefined, undefined)).toBeUndefined();
    },
  );
});
