import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { LockfileError, type LockedPackage } from "./lockfile.js";
import { npmLockfileReader } from "./npm-lockfile-reader.js";

function fixture(project: string): string {
  return readFileSync(join(import.meta.dirname, "fixtures", project, "package-lock.json"), "utf8");
}

function byName(packages: LockedPackage[]): Record<string, LockedPackage> {
  return Object.fromEntries(
    packages.map((locked) => {
      const { namespace, name, version } = locked.coordinates;
      return [`${namespace === undefined ? "" : `${namespace}/`}${name}@${version}`, locked];
    }),
  );
}

const digest = (letter: string): string => `sha512-${letter.repeat(86)}==`;

describe("npmLockfileReader on lockfileVersion 3", () => {
  const { packages, lockfileVersion, unversioned } = npmLockfileReader.read(fixture("orders-v3"));
  const locked = byName(packages);

  it("finds every package version once, and neither the project's own packages, links nor left-overs", () => {
    expect(lockfileVersion).toBe(3);
    expect(unversioned).toEqual([]);
    expect(packages).toHaveLength(Object.keys(locked).length);
    expect(Object.keys(locked).toSorted()).toEqual([
      "@scope/alpha@1.2.0",
      "bundled@0.1.0",
      "bundler@3.0.0",
      "fsevents@2.3.3",
      "lodash@3.10.1",
      "lodash@4.17.21",
      "parser@0.9.0",
      "react@19.1.0",
      "shared@1.9.0",
      "shared@2.0.0+build.5",
      "tool-glue@1.1.0",
      "typescript@6.0.2",
      "vendored@1.0.0",
    ]);
  });

  it("tells direct packages, those of the workspace too, from indirect ones", () => {
    const direct = Object.keys(locked).filter((name) => locked[name]?.isDirect);
    expect(direct.toSorted()).toEqual([
      "@scope/alpha@1.2.0",
      "bundler@3.0.0",
      "fsevents@2.3.3",
      "lodash@3.10.1",
      "lodash@4.17.21",
      "parser@0.9.0",
      "react@19.1.0",
      "shared@1.9.0",
      "typescript@6.0.2",
      "vendored@1.0.0",
    ]);
  });

  it("reads who needs a package", () => {
    const scopes = Object.fromEntries(Object.entries(locked).map(([name, { scope }]) => [name, scope]));
    expect(scopes).toMatchObject({
      "lodash@4.17.21": "production",
      "typescript@6.0.2": "development",
      "bundled@0.1.0": "development",
      "fsevents@2.3.3": "optional",
      "tool-glue@1.1.0": "optional",
      "react@19.1.0": "peer",
    });
  });

  it("reads licences of today and of old, integrity and install scripts", () => {
    expect(locked["@scope/alpha@1.2.0"]).toMatchObject({ license: "MIT", integrity: digest("A") });
    expect(locked["lodash@3.10.1"]).toMatchObject({ license: "MIT", integrity: digest("O") });
    expect(locked["shared@2.0.0+build.5"]).toMatchObject({ license: "(MIT OR Apache-2.0)" });
    expect(locked["bundler@3.0.0"]).toMatchObject({ hasInstallScript: true });
    expect(locked["bundled@0.1.0"]!.integrity).toBeUndefined();
  });

  it("marks what is from git, with its commit, or from a file, and keeps no URL", () => {
    expect(locked["parser@0.9.0"]).toMatchObject({ origin: "git", commit: "0123456789abcdef0123456789abcdef01234567" });
    expect(locked["vendored@1.0.0"]).toMatchObject({ origin: "file" });
    expect(locked["lodash@4.17.21"]!.origin).toBeUndefined();
    expect(JSON.stringify(packages)).not.toContain("example.com");
  });
});

describe("npmLockfileReader", () => {
  it("reads lockfileVersion 2 by its packages, and a byte order mark before it", () => {
    const { lockfileVersion, packages } = npmLockfileReader.read(`\uFEFF${fixture("orders-v2")}`);
    expect(lockfileVersion).toBe(2);
    expect(byName(packages)).toEqual({
      "lodash@4.17.21": {
        coordinates: { type: "npm", name: "lodash", version: "4.17.21" },
        isDirect: true,
        scope: "production",
        license: "MIT",
        integrity: digest("L"),
      },
    });
  });

  it("lets the strongest need win where copies of a version differ, whatever their order", () => {
    const entries: [string, object][] = [
      ["node_modules/a", { version: "1.0.0", dev: true }],
      ["node_modules/b/node_modules/a", { version: "1.0.0", optional: true, integrity: "sha512-x" }],
      ["node_modules/c/node_modules/a", { version: "1.0.0", peer: true }],
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: 3 }), (shuffled) => {
        const packages = { "": { dependencies: { a: "*" } }, ...Object.fromEntries(shuffled) };
        expect(npmLockfileReader.read(JSON.stringify({ lockfileVersion: 3, packages })).packages).toEqual([
          {
            coordinates: { type: "npm", name: "a", version: "1.0.0" },
            isDirect: true,
            scope: "optional",
            integrity: "sha512-x",
          },
        ]);
      }),
    );
  });

  it("names entries without a version instead of guessing one", () => {
    const packages = { "": {}, "node_modules/a": { integrity: 7 }, "node_modules/@x/": { version: "1" } };
    expect(npmLockfileReader.read(JSON.stringify({ lockfileVersion: 3, packages }))).toEqual({
      lockfileVersion: 3,
      packages: [],
      unversioned: ["node_modules/a", "node_modules/@x/"],
    });
  });

  it.each([
    ["an empty file", "", /^it is empty: write it anew with `npm install --package-lock-only`$/],
    ["white space", " \n", /^it is empty/],
    [
      "a merge conflict",
      '{\n<<<<<<< HEAD\n"a": 1\n=======\n',
      /^it holds unresolved merge conflicts \(line 2\): `npm install`/,
    ],
    ["half a file", '{"lockfileVersion": 3, "packages": {', /^it is not valid JSON \(.*\): write it anew/],
    ["YAML", "lockfileVersion: '9.0'\n", /^it is not valid JSON/],
    ["a secret that is not JSON", "hunter2", /^it is not valid JSON/],
    ["a list", "[]", /^it is JSON, but not an npm lock file/],
    ["null", "null", /^it is JSON, but not an npm lock file/],
    ["other JSON", '{"name": "orders"}', /^it is JSON, but not an npm lock file \(it has no lockfileVersion\)/],
    ["version 1", '{"lockfileVersion": 1, "dependencies": {}}', /^it is of lockfileVersion 1.*with npm 7 or newer$/],
    ["a version to come", '{"lockfileVersion": 4, "packages": {}}', /^it is of lockfileVersion 4; only 2 and 3/],
    ["no packages", '{"lockfileVersion": 3}', /^its `packages` is missing or broken/],
    ["broken packages", '{"lockfileVersion": 3, "packages": {"": "x"}}', /^its `packages` is missing or broken/],
  ])("refuses %s and says what to do", (_, text, message) => {
    expect(() => npmLockfileReader.read(text)).toThrow(LockfileError);
    expect(() => npmLockfileReader.read(text)).toThrow(message);
    expect(() => npmLockfileReader.read(text)).not.toThrow(/hunter2/);
  });

  it("never fails otherwise, whatever the fields of the entries hold", () => {
    const path = fc.constantFrom(
      "",
      "node_modules/a",
      "node_modules/@s/b",
      "node_modules/a/node_modules/c",
      "packages/d",
    );
    const entry = fc.dictionary(
      fc.constantFrom("name", "version", "resolved", "license", "integrity", "link", "dev", "dependencies", "peer"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.dictionary(path, entry), (packages) => {
        const lockfile = npmLockfileReader.read(JSON.stringify({ lockfileVersion: 3, packages }));
        for (const { coordinates } of lockfile.packages) expect(coordinates.version).not.toBe("");
      }),
    );
  });
});
