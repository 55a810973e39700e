import { execFile } from "node:child_process";
import { access, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

const TSC = fileURLToPath(new URL("../../node_modules/.bin/tsc", import.meta.url));
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PACKAGES = ["libs/errors", "libs/contract", "libs/collector", "libs/messaging", "libs/client", "apps/cli"];

const COLLECTOR = `
import { Message } from "@binnacle/contract";
import { resourceId } from "@binnacle/client";
import { ConfigurationError } from "@binnacle/errors";
import { defineCollector, type CollectContext, reading, resource, runCollector, SourceClient } from "@binnacle/collector";
import { SnsPublisher } from "@binnacle/messaging";

const collector = defineCollector({
  name: "my-team/hosts",
  schedule: "every 1m",
  owns: ["Host"],
  async *collect({ source }: CollectContext) {
    const host = resource("Host", "a");
    yield host;
    yield reading(host, "Facts", { source, id: resourceId("Host", "a"), hasMessage: new Message().records === undefined });
  },
});

export const unused: [typeof SourceClient, typeof SnsPublisher, ConfigurationError?] = [SourceClient, SnsPublisher];
const { outcome } = await runCollector(collector, { intake: process.argv[2] });
process.exitCode = outcome === "ok" ? 0 : 1;
`;

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  exports?: Record<string, Record<string, string>>;
  bin?: Record<string, string>;
}

describe("the packages for npm", () => {
  let folder: string;
  const manifests: Manifest[] = [];

  const run = (file: string, ...args: string[]) =>
    promisify(execFile)(file, args, { cwd: folder, env: { PATH: process.env["PATH"], HOME: folder } });
  const placeOf = (name: string): string => join(folder, "node_modules", name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "packages-"));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    for (const path of PACKAGES) {
      const packed = await run("npm", "pack", join(ROOT, path), "--pack-destination", folder, "--loglevel=error");
      const manifest = JSON.parse(await readFile(join(ROOT, path, "package.json"), "utf8")) as Manifest;
      await mkdir(placeOf(manifest.name), { recursive: true });
      await run(
        "tar",
        "-xzf",
        packed.stdout.trim().split("\n").at(-1)!,
        "-C",
        placeOf(manifest.name),
        "--strip-components=1",
      );
      manifests.push(manifest);
    }
    await writeFile(join(folder, "collector.ts"), COLLECTOR);
    // What a package needs of others is what it says that it needs, and nothing else that happens to be installed here.
    const others = manifests
      .flatMap(({ dependencies = {} }) => Object.keys(dependencies))
      .filter((name) => !name.startsWith("@binnacle/"));
    for (const name of new Set([...others, "@types/node"])) {
      await mkdir(dirname(placeOf(name)), { recursive: true });
      await symlink(join(ROOT, "node_modules", name), placeOf(name));
    }
  }, 120_000);

  afterAll(() => rm(folder, { recursive: true }));

  it("hold what they promise, their types, sources, README and licence, and no tests", async () => {
    for (const { name, exports = {}, bin = {} } of manifests) {
      const targets = [
        ...Object.values(exports).flatMap((conditions) => Object.values(conditions)),
        ...Object.values(bin),
      ];
      for (const file of [...targets, "README.md", "LICENSE"]) await access(join(placeOf(name), file));
      const files = await readdir(placeOf(name), { recursive: true });
      expect(files.filter((file) => /\.spec\.|tsbuildinfo|node_modules/.test(file))).toEqual([]);
      expect(targets.length).toBeGreaterThan(0);
    }
  });

  it("depend on each other, and on nothing that is not packed with them", () => {
    const names = new Set(manifests.map(({ name }) => name));
    const ours = manifests
      .flatMap(({ dependencies = {} }) => Object.keys(dependencies))
      .filter((name) => name.startsWith("@binnacle/"));
    expect(ours.filter((name) => !names.has(name))).toEqual([]);
  });

  it("run and type-check a collector in a folder of its own", async () => {
    await writeFile(join(folder, "wrong.ts"), COLLECTOR.replace('schedule: "every 1m"', "schedule: 60"));
    // The types of the packages are checked too, as nobody's `skipLibCheck` is to hide what they lack.
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--types", "node"];
    const checked = run(TSC, ...options, "collector.ts", "wrong.ts");
    await expect(checked).rejects.toMatchObject({
      stdout: expect.stringMatching(
        /^wrong\.ts\(\d+,3\): error TS2322: Type 'number' is not assignable to type 'string'\.\n$/,
      ),
    });
    const { stdout } = await run(process.execPath, "collector.ts");
    const records = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(records).toMatchObject([
      { kind: "resource", type: "Host" },
      { kind: "reading", value: { source: "my-team/hosts", hasMessage: true } },
      { kind: "sweep", resourceType: "Host", count: 1 },
    ]);
  }, 120_000);

  it("bring a command that judges what the collector printed", async () => {
    const { stdout } = await run(process.execPath, "collector.ts");
    await writeFile(join(folder, "records.ndjson"), stdout);
    const main = join(placeOf("@binnacle/cli"), "dist/main.js");
    const judged = await run(
      process.execPath,
      main,
      "validate",
      "records.ndjson",
      "--source",
      "my-team/hosts",
      "--strict",
    );
    expect(judged.stderr).toBe("3 records, 0 with faults, 0 unknown fields\n");
    expect((await run(process.execPath, main, "--version")).stdout).toBe("0.1.0\n");
  });
});
