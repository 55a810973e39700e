import { chmod, cp, mkdtemp, readFile, rm, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Account } from "./account.js";
import { choosePostgresAccount } from "./postgres-account.js";
import { locatePostgresPackage, preparePostgresBinaries, type PostgresPackage } from "./postgres-binaries.js";
import { run } from "./run.js";

const asRoot = process.getuid?.() === 0;

describe(preparePostgresBinaries.name, () => {
  let folder: string;
  let account: Account;
  let installed: PostgresPackage;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "binnacle-binaries-"));
    await chmod(folder, 0o755);
    account = await choosePostgresAccount(folder);
    const original = await locatePostgresPackage();
    installed = { ...original, directory: join(folder, "package") };
    await cp(original.directory, installed.directory, { recursive: true, verbatimSymlinks: true });
    await removeLinks();
  });
  afterEach(async () => {
    await run("/bin/chmod", ["-R", "u+w", folder]);
    await rm(folder, { recursive: true });
  });

  /** As npm leaves it when it does not run install scripts. */
  async function removeLinks(): Promise<void> {
    const links = JSON.parse(await readFile(join(installed.directory, "native/pg-symlinks.json"), "utf8")) as Array<{
      target: string;
    }>;
    for (const { target } of links) await rm(join(installed.directory, target), { force: true });
  }

  async function version(program: string): Promise<string> {
    return (await run(program, ["--version"], { account })).output;
  }

  it("makes the links that npm left out, and stays where the package is", async () => {
    const binaries = await preparePostgresBinaries(installed, account, join(folder, "copy"));
    expect(binaries.postgres).toBe(join(installed.directory, "native/bin/postgres"));
    expect(await version(binaries.postgres)).toContain(`PostgreSQL) ${binaries.majorVersion}.`);
  });

  it("makes programs executable", async () => {
    await chmod(join(installed.directory, "native/bin/initdb"), 0o644);
    const binaries = await preparePostgresBinaries(installed, account, join(folder, "copy"));
    expect(await version(binaries.initdb)).toContain("initdb (PostgreSQL)");
  });

  (asRoot ? it : it.skip)("copies what its account cannot reach, once", async () => {
    await chmod(installed.directory, 0o700);
    const binaries = await preparePostgresBinaries(installed, account, join(folder, "copy"));
    expect(binaries.postgres).toMatch(join(folder, "copy/postgres-"));
    expect(await version(binaries.postgres)).toContain("postgres (PostgreSQL)");
    await unlink(join(installed.directory, "native/share/postgresql/postgres.bki"));
    expect(await preparePostgresBinaries(installed, account, join(folder, "copy"))).toEqual(binaries);
  });

  (asRoot ? it.skip : it)("completes a copy when the package is not writable", async () => {
    await run("/bin/chmod", ["-R", "a-w", installed.directory]);
    const binaries = await preparePostgresBinaries(installed, account, join(folder, "copy"));
    expect(binaries.postgres).toMatch(join(folder, "copy/postgres-"));
    expect(await version(binaries.postgres)).toContain("postgres (PostgreSQL)");
  });
});
