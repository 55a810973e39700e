import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { planSources, writeCollectorConfiguration } from "./collector-configuration.js";

describe(planSources.name, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "binnacle-plan-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function makeProject(path: string, { lockfile = false, repository = false }): Promise<string> {
    const directory = join(folder, path);
    await mkdir(directory, { recursive: true });
    if (lockfile) await writeFile(join(directory, "package-lock.json"), "{}");
    if (repository) await mkdir(join(directory, ".git"));
    return directory;
  }

  const namesOf = (folders: string[]): string[] => planSources(folders, []).map(({ name }) => name);

  it("collects from a folder what is there", async () => {
    expect(namesOf([await makeProject("both", { lockfile: true, repository: true })])).toEqual([
      "dependencies",
      "git",
      "health",
    ]);
    expect(namesOf([await makeProject("plain", {})])).toEqual(["health"]);
    const inRepository = await makeProject("both/packages/one", {});
    expect(namesOf([inRepository])).toEqual(["git", "health"]);
  });

  it("names the sources of several folders apart, in the characters that a source may have", async () => {
    const folders = [
      await makeProject("a/my app", { lockfile: true }),
      await makeProject("b/my app", { lockfile: true }),
    ];
    expect(namesOf(folders)).toEqual(["dependencies/my-app", "dependencies/my-app-2", "health"]);
  });

  it("watches the processes of the stack, and is written as YAML", async () => {
    const file = join(folder, "binnacle.yaml");
    await writeCollectorConfiguration(file, planSources([], [{ name: "sink", url: "http://127.0.0.1:4000" }]));
    expect(parse(await readFile(file, "utf8"))).toMatchObject({
      sources: [
        {
          use: "health",
          options: { targets: [{ service: "binnacle", instance: "sink", url: "http://127.0.0.1:4000/healthz" }] },
        },
      ],
    });
  });
});
