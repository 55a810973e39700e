import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "@binnacle/errors";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readCatalogConfiguration } from "./catalog-configuration.js";

let directory: string;
let file: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "catalog-configuration-"));
  file = join(directory, "binnacle.yaml");
});
afterAll(() => rm(directory, { recursive: true }));

async function read(text: string) {
  await writeFile(file, text);
  return readCatalogConfiguration(file);
}

async function faultsOf(text: string): Promise<string[]> {
  const error: unknown = await read(text).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConfigurationError)) throw new Error("no ConfigurationError", { cause: error });
  return error.faults.map((fault) => fault.replaceAll(file, "binnacle.yaml"));
}

describe("readCatalogConfiguration", () => {
  it("declares nothing without a file, or in a file without these sections", async () => {
    const nothing = { fields: [], readingTypes: new Map() };
    expect(await readCatalogConfiguration(undefined)).toEqual(nothing);
    expect(await read("")).toEqual(nothing);
    expect(await read("fields:\nreadingTypes:\n")).toEqual(nothing);
  });

  it("reads fields and settings of reading types and leaves other sections to others", async () => {
    const { fields, readingTypes } = await read(`
sources: [{use: git}]
housekeeping: nonsense
fields:
  - name: team
    readingType: ServiceOwnership
    path: [owner, team]
  - {name: first-tag_2, readingType: "a:b.c", path: [tags, 0, "it's / %"]}
readingTypes:
  HealthCheck: {keepHistory: true}
  InstanceInfo:
`);
    expect(fields).toEqual([
      { name: "team", readingType: "ServiceOwnership", path: ["owner", "team"] },
      { name: "first-tag_2", readingType: "a:b.c", path: ["tags", "0", "it's / %"] },
    ]);
    expect([...readingTypes]).toEqual([
      ["HealthCheck", { keepHistory: true }],
      ["InstanceInfo", {}],
    ]);
  });

  it("names file and key of every fault", async () => {
    const faults = await faultsOf(`
fields:
  - {name: 1st, readingType: ok, path: [a]}
  - {name: ok, readingType: not ok, path: a.b}
  - {name: ok2, readingType: ok, path: []}
  - {name: ok3, readingType: ok, path: [a, {b: c}], index: true}
  - {name: ok4, readingType: ok, path: [a, "\\0"]}
readingTypes:
  not ok: {}
  HealthCheck: {keepHistory: sometimes, history: true}
`);
    const path = "must be the keys that lead to the value, such as [owner, team]; 0 is an array's first";
    const type = "a reading type: a letter first, then letters, digits or any of . _ : -";
    expect([...new Set(faults)].toSorted()).toEqual([
      "binnacle.yaml: fields[0].name must be a letter, then letters, digits, _ or -, 64 characters at most",
      `binnacle.yaml: fields[1].path ${path}`,
      `binnacle.yaml: fields[1].readingType must be ${type}`,
      `binnacle.yaml: fields[2].path ${path}`,
      "binnacle.yaml: fields[3].index is not a known key",
      `binnacle.yaml: fields[3].path ${path}`,
      `binnacle.yaml: fields[4].path ${path}`,
      "binnacle.yaml: readingTypes.HealthCheck: history is not a known key",
      "binnacle.yaml: readingTypes.HealthCheck: keepHistory must be a boolean value",
      `binnacle.yaml: readingTypes.not ok: the key must be ${type}`,
    ]);
  });

  it("refuses two fields of one name", async () => {
    expect(
      await faultsOf("fields: [{name: a, readingType: t, path: [a]}, {name: a, readingType: u, path: [b]}]"),
    ).toEqual(["binnacle.yaml: fields must not hold two of the same name"]);
  });

  it.each([
    ["- a", "binnacle.yaml must hold a mapping of keys to values"],
    ["fields: [null, x]", "binnacle.yaml: fields must hold mappings only"],
    ["fields: {a: b}", "binnacle.yaml: fields must be an array"],
    ["readingTypes: [a]", "binnacle.yaml: readingTypes must hold a mapping of reading types to their settings"],
    ["readingTypes: {a: b}", "binnacle.yaml: readingTypes.a must hold a mapping of keys to values"],
  ])("refuses %j, which has another form", async (text, fault) => {
    expect(await faultsOf(text)).toContain(fault);
  });
});
