import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
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
 * @throws ConfigurationError that names the process which holds it.
 */
export async function lockHome(home: string): Promise<HomeLock> {
  await mkdir(home, { recursive: true });
  const pidFile = join(home, "stack.pid");
  const database = new DatabaseSync(join(home, "stack.lock"));
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    const pid = (await readFile(pidFile, "utf8").catch(() => "")).trim() || "unknown";
    throw new ConfigurationError(
      [`BINNACLE_HOME ${home} is in use by the running process ${pid}; stop it or choose another`],
      { cause },
    );
  }
  await writeFile(pidFile, `${process.pid}\n`);
  return { release: () => database.close() };
}
