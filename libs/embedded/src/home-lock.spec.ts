import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { lockHome } from "./index.js";

describe(lockHome.name, () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "binnacle-lock-"));
  });
  afterEach(() => rm(home, { recursive: true }));

  it("refuses a second holder and names the first", async () => {
    const lock = await lockHome(home);
    await expect(lockHome(home)).rejects.toThrow(`in use by the running process ${process.pid}`);
    lock.release();
    (await lockHome(home)).release();
  });

  it("is free again once its holder was killed", async () => {
    const holder = spawn(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        'const { lockHome } = await import("@binnacle/embedded"); await lockHome(process.argv[1]); console.log("held"); setInterval(() => {}, 1000);',
        home,
      ],
      { cwd: import.meta.dirname, stdio: ["ignore", "pipe", "inherit"] },
    );
    await once(holder.stdout, "data");
    await expect(lockHome(home)).rejects.toThrow(`in use by the running process ${holder.pid}`);
    holder.kill("SIGKILL");
    await once(holder, "exit");
    (await lockHome(home)).release();
  });

  it("makes the folder, and those above it", async () => {
    const folder = join(home, "a", "b");
    (await lockHome(folder)).release();
    expect((await stat(folder)).isDirectory()).toBe(true);
  });

  it("says in a line why a folder cannot be used", async () => {
    const file = join(home, "file");
    await writeFile(file, "");
    await mkdir(join(home, "odd", "stack.lock"), { recursive: true });
    for (const unusable of [file, join(file, "below"), join(home, "odd"), "/proc/binnacle"]) {
      await expect(lockHome(unusable)).rejects.toMatchObject({
        name: "ConfigurationError",
        message: expect.stringContaining(`BINNACLE_HOME ${unusable} cannot be used: `),
      });
    }
  });
});
