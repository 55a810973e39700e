import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SCRIPT = join(ROOT, "scripts/new-collector/new-collector.mjs");

/** As the package's own script has it. */
const TEST = ["--test", "test/*.test.ts"];

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

describe("npm run new:collector", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "new-collector-"));
    // What `npm install` would bring.
    await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  });

  afterAll(() => rm(folder, { recursive: true }));

  async function node(cwd: string, args: string[], more: Record<string, string> = {}): Promise<Ended> {
    const env = { PATH: process.env["PATH"], INIT_CWD: cwd, ...more };
    const ended = promisify(execFile)(process.execPath, args, { cwd, env });
    return ended.then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: Ended) => ({ code, stdout, stderr }),
    );
  }

  const create = (...args: string[]): Promise<Ended> => node(folder, [SCRIPT, ...args]);

  it("makes a package whose test passes, whose types hold, and which runs", async () => {
    const made = await create("my-services", "--directory", ".", "--source", "my-team/services");
    expect(made).toMatchObject({ code: 0, stderr: "" });
    expect(made.stdout).toContain("cd my-services");
    const own = join(folder, "my-services");
    expect(JSON.parse(await readFile(join(own, "package.json"), "utf8"))).toMatchObject({
      name: "my-services",
      scripts: { test: "node --test test/*.test.ts" },
    });
    const readme = await readFile(join(own, "README.md"), "utf8");
    expect(readme).toContain("# `my-services`\n");
    expect(readme).not.toContain("__");

    const tested = await node(own, TEST);
    expect([tested.code, tested.stdout]).toEqual([0, expect.stringMatching(/pass 2\n/)]);
    const checked = await node(own, [join(ROOT, "node_modules/typescript/bin/tsc")]);
    expect([checked.code, checked.stdout]).toEqual([0, ""]);

    const tried = await node(own, ["test/try.ts"]);
    const records = tried.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(records.filter(({ kind }) => kind === "resource").map(({ name }) => name)).toEqual([
      "orders",
      "invoices",
      "legacy-mail",
    ]);
    expect(tried.stderr).toContain("info my-team/services: run ended: ok");
  });

  it("makes a test that can fail", async () => {
    await create("broken", "--directory", ".");
    const mapping = join(folder, "broken/src/mapping.ts");
    const text = await readFile(mapping, "utf8");
    await writeFile(mapping, text.replace("{ repository }", "{ repository, at: Math.random() }"));
    const tested = await node(join(folder, "broken"), TEST);
    expect(tested.code).toBe(1);
    expect(tested.stdout).toContain("UNSTABLE_VALUE");
  });

  it("makes a collector that says what it must be told, and ends with 1 where its source is away", async () => {
    await create("told", "--directory", ".");
    const own = join(folder, "told");
    const untold = await node(own, ["src/main.ts"]);
    expect(untold.code).toBe(1);
    expect(untold.stderr).toContain(
      "SOURCE_URL must be a URL like https://host/path: where the source is asked; it is not set",
    );
    const away = await node(own, ["src/main.ts"], { SOURCE_URL: "http://127.0.0.1:1", SOURCE_TOKEN: "hunter2" });
    expect(away.code).toBe(1);
    expect(away.stderr).toContain("run ended: failed");
    expect(away.stderr).not.toContain("hunter2");
  });

  it.each([
    [[], "give it one name"],
    [["a", "b"], "give it one name"],
    [["My_Hosts"], '"My_Hosts" is no name'],
    [["../x"], '"../x" is no name'],
    [["hosts", "--source", "my team"], '"my team" is no name of a source'],
    [["hosts", "--colour"], "Unknown option '--colour'"],
    [["taken", "--directory", "."], "is there already; nothing was written"],
  ])("refuses %j", async (args, message) => {
    await mkdir(join(folder, "taken"), { recursive: true });
    const refused = await create(...args);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toContain(message);
    expect(refused.stderr.trim().split("\n")).toHaveLength(1);
  });

  it("says what it can do", async () => {
    expect(await create("--help")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("--directory FOLDER"),
      stderr: "",
    });
  });
});
