import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { mapLockfiles } from "./dependencies.mapping.js";
import { knownFileNames, LOCKFILE_READERS, readerOf } from "./lockfile-readers.js";
import { LockfileError } from "./lockfile.js";

const FILES = [
  "orders-v3/package-lock.json",
  "pnpm-v9/pnpm-lock.yaml",
  "pnpm-v6/pnpm-lock.yaml",
  "yarn-classic/yarn.lock",
  "yarn-berry/yarn.lock",
  "gradle/gradle.lockfile",
  "maven-tree/dependency-tree.txt",
  "maven-tree/dependency-tree.json",
  "maven-pom/pom.xml",
  "cyclonedx/bom.json",
  "cyclonedx/bom.xml",
  "go/go.mod",
  "composer/composer.lock",
  "cargo/Cargo.lock",
  "uv/uv.lock",
  "poetry/poetry.lock",
  "pipenv/Pipfile.lock",
  "requirements/requirements.txt",
].map((path) => {
  const [, fileName = ""] = path.split("/");
  const text = readFileSync(join(import.meta.dirname, "fixtures", path), "utf8");
  return { path, fileName, text, reader: readerOf(fileName)! };
});

/** What would be published. */
function published(file: (typeof FILES)[number], text: string): string {
  const lockfile = { ...file.reader.read(text), name: file.fileName };
  return JSON.stringify(mapLockfiles([lockfile], { service: "orders", environment: "local" }));
}

/** How the entries of a file can be told apart, by what stands before them; those of the first come first in any order. */
const ENTRIES: Record<string, RegExp> = {
  "yarn.lock": /\n\n(?=["\w@])/,
  "gradle.lockfile": /\n(?=[a-z])/,
  "Cargo.lock": /\n(?=\[\[package\]\])/,
  "uv.lock": /\n(?=\[\[package\]\])/,
};

describe.each(FILES)("the reader of $path", (file) => {
  const { text, reader } = file;

  it.each([
    ["an empty file", "", /^it is empty: /],
    [
      "a merge conflict",
      `${text}\n<<<<<<< HEAD\nhunter2\n=======\n>>>>>>> theirs\n`,
      /unresolved merge conflicts \(line \d+\)/,
    ],
    ["what is no text", "\u007fELF\u0000\u0000hunter2", /^it is no text: /],
    ["a page of a web server", "<!doctype html>\n<html><body>hunter2</body></html>\n", /: .* `?[a-z]/],
    ["another file", '{"hunter2": true, "name": []}', /./],
  ])("refuses %s with advice, and quotes nothing of it", (_, broken, message) => {
    expect(() => reader.read(broken)).toThrow(LockfileError);
    expect(() => reader.read(broken)).toThrow(message);
    expect(() => reader.read(broken)).not.toThrow(/hunter2/);
  });

  it("reads it the same with a byte order mark and the line ends of Windows, and publishes no host, URL or secret", () => {
    const value = published(file, text);
    expect(published(file, `\uFEFF${text.replaceAll("\n", "\r\n")}`)).toBe(value);
    expect(value).not.toMatch(/https?:|git\+|example\.com|hunter2/);
  });

  it("fails with a reason or reads what is there, wherever it is cut off or spoilt", () => {
    const spoil = fc.tuple(
      fc.nat(text.length),
      fc.nat(text.length),
      fc.constantFrom("", "\n", "{", "]", ":", '"', "null", "\t", "@", "0"),
    );
    fc.assert(
      fc.property(spoil, ([from, to, put]) => {
        const spoilt =
          from === to ? text.slice(0, from) : text.slice(0, Math.min(from, to)) + put + text.slice(Math.max(from, to));
        try {
          for (const { coordinates } of reader.read(spoilt).packages) expect(coordinates.version).not.toBe("");
        } catch (error) {
          expect(error).toBeInstanceOf(LockfileError);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(FILES.filter(({ fileName }) => fileName in ENTRIES))("the reader of $path", (file) => {
  it("publishes the same whatever the order of the file's entries", () => {
    const [head = "", ...entries] = file.text.trimEnd().split(ENTRIES[file.fileName] as RegExp);
    const joint = file.fileName === "yarn.lock" ? "\n\n" : "\n";
    expect(entries.length).toBeGreaterThan(2);
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(published(file, [head, ...shuffled, ""].join(joint))).toBe(published(file, file.text));
      }),
      { numRuns: 20 },
    );
  });
});

it.each([
  ["dependency-tree-prod.txt", "dependency-tree.txt"],
  ["orders.cdx.json", "bom.json"],
  ["sbom.xml", "bom.xml"],
  ["requirements-dev.txt", "requirements.txt"],
  ["dev-requirements.txt", "requirements.txt"],
  ["compileClasspath.lockfile", "gradle.lockfile"],
])("reads %s when told to, but does not look for it", (fileName, like) => {
  expect(readerOf(fileName)).toBe(readerOf(like));
  expect(knownFileNames()).not.toContain(fileName);
});

it("knows every file name once, and a reader for each", () => {
  expect(new Set(knownFileNames()).size).toBe(knownFileNames().length);
  expect(LOCKFILE_READERS.every((reader) => reader.fileNames.every((name) => readerOf(name) === reader))).toBe(true);
});
