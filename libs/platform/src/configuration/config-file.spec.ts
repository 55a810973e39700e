import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "@binnacle/errors";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Type } from "class-transformer";
import { IsInt, IsString, Min, ValidateNested } from "class-validator";
import { readConfigFile } from "./config-file.js";
import { validateConfiguration } from "./validate-configuration.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "platform-config-"));
});
afterAll(() => rm(directory, { recursive: true }));

async function fileWith(text: string): Promise<string> {
  const path = join(directory, "binnacle.yaml");
  await writeFile(path, text);
  return path;
}

async function faultsOf(promise: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConfigurationError)) throw new Error("no ConfigurationError", { cause: error });
  return error.faults;
}

describe("readConfigFile", () => {
  it("reads YAML", async () => {
    const path = await fileWith("sources:\n  - name: git\n    # every hour\n    interval: 3600\n");
    expect(await readConfigFile(path)).toEqual({ sources: [{ name: "git", interval: 3600 }] });
  });

  it("takes an empty file for an empty mapping", async () => {
    expect(await readConfigFile(await fileWith("# nothing yet\n"))).toEqual({});
  });

  it("gives file, line and column of every syntax error, one line each", async () => {
    const path = await fileWith("sources:\n  - name: [git\nhousekeeping: {a: 1, a: 2}\n");
    const faults = await faultsOf(readConfigFile(path));
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) expect(fault).toMatch(/binnacle\.yaml:\d+:\d+ is not valid YAML: [^\n]+$/);
  });

  it("refuses an alias to nowhere", async () => {
    const path = await fileWith("sources: *nowhere\n");
    expect(await faultsOf(readConfigFile(path))).toEqual([
      `${path} is not valid YAML: Unresolved alias (the anchor must be set before the alias): nowhere`,
    ]);
  });

  it("says which file is missing", async () => {
    const path = join(directory, "missing.yaml");
    expect(await faultsOf(readConfigFile(path))).toEqual([`${path} cannot be read (ENOENT)`]);
  });
});

describe("validateConfiguration", () => {
  class Source {
    @IsString()
    name!: string;
    @IsInt()
    @Min(1)
    interval: number = 60;
  }

  class Configuration {
    @ValidateNested({ each: true })
    @Type(() => Source)
    sources: Source[] = [];
  }

  it("returns typed content with defaults", () => {
    const { sources } = validateConfiguration(Configuration, { sources: [{ name: "git" }] }, "binnacle.yaml");
    expect(sources[0]).toBeInstanceOf(Source);
    expect(sources).toEqual([{ name: "git", interval: 60 }]);
  });

  it("names every fault by its path, unknown keys too", async () => {
    const content = { sources: [{ name: "git" }, { name: "k8s", interval: "often", intervall: 3 }], housekeping: {} };
    const faults = await faultsOf(
      new Promise((resolve) => resolve(validateConfiguration(Configuration, content, "binnacle.yaml"))),
    );
    expect(faults.toSorted()).toEqual([
      "binnacle.yaml: housekeping is not a known key",
      "binnacle.yaml: sources[1].interval must be an integer number",
      "binnacle.yaml: sources[1].interval must not be less than 1",
      "binnacle.yaml: sources[1].intervall is not a known key",
    ]);
  });

  it.each([[null], [[]], ["text"], [3]])("refuses %j, which is no mapping", async (content) => {
    const faults = await faultsOf(
      new Promise((resolve) => resolve(validateConfiguration(Configuration, content, "binnacle.yaml"))),
    );
    expect(faults).toEqual(["binnacle.yaml must hold a mapping of keys to values"]);
  });
});
