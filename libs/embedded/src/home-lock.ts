import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ConfigurationError } from "@binnacle/errors";

/** Held for as long as a stack runs. */
export interface HomeLock {
  release(): void;
}

/**
 * Makes this process the only one that runs a stack in `home`, which is made when missing. SQLite's file lock is the
 * lock: the operating system takes it back when the process dies, so none is ever stale.
 *
 * @throws ConfigurationError that names the process which holds it, or says why the folder cannot be used.
 */
export async function lockHome(home: string): Promise<HomeLock> {
  const pidFile = join(home, "stack.pid");
  const database = await openLock(home);
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    await writeFile(pidFile, `${process.pid}\n`);
  } catch (cause) {
    database.close();
    if (!isBusy(cause)) throw unusable(home, cause);
    const pid = (await readFile(pidFile, "utf8").catch(() => "")).trim() || "unknown";
    throw new ConfigurationError(
      [`BINNACLE_HOME ${home} is in use by the running process ${pid}; stop it or choose another`],
      { cause },
    );
  }
  return { release: () => database.close() };
}

async function openLock(home: string): Promise<DatabaseSync> {
  try {
    await makeFolder(home);
    return new DatabaseSync(join(home, "stack.lock"));
  } catch (cause) {
    throw unusable(home, cause);
  }
}

/** Makes a folder with those above it, where they are missing. Where nothing can be made, as below /proc, `recursive` of Node.js never ends. */
async function makeFolder(path: string): Promise<void> {
  if (await isThere(path)) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolder(parent);
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    // Somebody else was quicker.
    if (error.code !== "EEXIST") throw error;
  });
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return (error as { errcode?: number }).errcode === SQLITE_BUSY;
}

function unusable(home: string, cause: unknown): ConfigurationError {
  return new ConfigurationError([`BINNACLE_HOME ${home} cannot be used: ${(cause as Error).message}`], { cause });
}
