import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { BinnacleError } from "@binnacle/errors";
import type { Account } from "./account.js";
import type { PostgresBinaries } from "./postgres-binaries.js";
import { run } from "./run.js";

/**
 * Stops the server that a killed process left running on `directory`, and removes the pid file that a killed server left.
 * The caller holds the lock of the stack, so whatever runs there has no owner any more.
 */
export async function stopOrphan(directory: string, account: Account, binaries: PostgresBinaries): Promise<void> {
  const pidFile = join(directory, "postmaster.pid");
  const pid = await readPid(directory);
  if (pid === undefined) return;
  if (!(await servesDirectory(pid, directory))) {
    // After a restart of the machine the number may be somebody else's, and PostgreSQL would refuse to start.
    await rm(pidFile, { force: true });
    return;
  }
  const { code, output } = await run(
    binaries.pgCtl,
    ["stop", "--pgdata", directory, "--mode=fast", "--wait", "--timeout=30"],
    { account },
  );
  if (code !== 0 && (await servesDirectory(pid, directory))) {
    throw new BinnacleError(
      "POSTGRES_ORPHAN",
      `PostgreSQL (process ${pid}) on ${directory} does not stop: ${output.trim()}`,
    );
  }
}

/** The process that the pid file in a data directory names. */
async function readPid(directory: string): Promise<number | undefined> {
  const text = await readFile(join(directory, "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number.parseInt(text, 10);
  return Number.isNaN(pid) ? undefined : pid;
}

async function servesDirectory(pid: number, directory: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").then(
    (text) => text.replaceAll("\0", " "),
    () =>
      run("ps", ["-o", "args=", "-p", String(pid)]).then(
        (result) => result.output,
        () => "",
      ),
  );
  return command.includes("postgres") && command.includes(` ${directory} `);
}
