import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, lstat, mkdir, mkdtemp, readFile, realpath, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { startPostgres, UNSAFE_FAST_SETTINGS } from "./index.js";
import { removeCluster } from "./postgres-cluster.js";

const asRoot = process.getuid?.() === 0;
const settings = UNSAFE_FAST_SETTINGS;

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** An ended process whose parent is gone may stay in the table until somebody asks for its exit code. */
async function isGone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const state = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
    if (state === "" || state.startsWith("Z")) return true;
    await delay(50);
  }
  return false;
}

/** A process of its own that starts a server and is then there to be killed. */
async function startHolder(
  dataDirectory: string,
  temporary = false,
): Promise<{ holder: ChildProcess; url: string; pid: number }> {
  const script =
    'const { startPostgres } = await import("@binnacle/embedded"); const { url, pid } = await startPostgres(JSON.parse(process.argv[1])); console.log(JSON.stringify({ url, pid }));';
  const holder = spawn(
    process.execPath,
    ["--input-type=module", "-e", script, JSON.stringify({ port: 0, dataDirectory, temporary, settings })],
    {
      cwd: import.meta.dirname,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [line] = (await once(holder.stdout, "data")) as [Buffer];
  return { holder, ...(JSON.parse(line.toString("utf8")) as { url: string; pid: number }) };
}

describe(startPostgres.name, () => {
  let home: string;
  let dataDirectory: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "binnacle-postgres-"));
    await chmod(home, 0o755);
    dataDirectory = join(home, "postgres");
  });
  afterEach(async () => {
    await removeCluster(dataDirectory);
    await rm(home, { recursive: true, force: true });
  });

  it("makes a catalog that a restart finds again", async () => {
    const first = await startPostgres({ dataDirectory, port: 0, settings });
    await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    await first.stop();
    expect(await isGone(first.pid)).toBe(true);

    const second = await startPostgres({ dataDirectory, port: 0, settings });
    expect(await query(second.url, "SELECT * FROM kept")).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it("lets nobody in without the password, and takes the settings that it is given", async () => {
    const server = await startPostgres({ dataDirectory, port: 0, settings });
    expect(await query(server.url, "SHOW fsync")).toEqual([{ fsync: "off" }]);
    const stranger = new URL(server.url);
    stranger.password = "guess";
    await expect(query(stranger.href, "SELECT 1")).rejects.toThrow("password authentication failed");
    await server.stop();
  });

  it("takes another port when the wanted one is in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const server = await startPostgres({ dataDirectory, port, settings });
    expect(server.port).not.toBe(port);
    await server.stop();
    other.close();
  });

  it("ends its server when its own process is killed, and finds the data again", async () => {
    const { holder, url, pid } = await startHolder(dataDirectory);
    await query(url, "CREATE TABLE kept AS SELECT 42 AS answer");
    holder.kill("SIGKILL");
    expect(await isGone(pid)).toBe(true);

    const server = await startPostgres({ dataDirectory, port: 0, settings });
    expect(await query(server.url, "SELECT * FROM kept")).toEqual([{ answer: 42 }]);
    await server.stop();
  });

  it("stops a server that a killed process left running, and starts on its data", async () => {
    const { holder, url, pid } = await startHolder(dataDirectory);
    await query(url, "CREATE TABLE kept AS SELECT 42 AS answer");
    // The guardian is killed, too, as when somebody kills everything in sight.
    const guardian = execFileSync("pgrep", ["-f", `binnacle-guardian ${await realpath(dataDirectory)}`], {
      encoding: "utf8",
    });
    process.kill(Number(guardian), "SIGKILL");
    holder.kill("SIGKILL");
    await once(holder, "exit");
    process.kill(pid, 0);

    const server = await startPostgres({ dataDirectory, port: 0, settings });
    expect(await isGone(pid)).toBe(true);
    expect(await query(server.url, "SELECT * FROM kept")).toEqual([{ answer: 42 }]);
    await server.stop();
  });

  it("starts after the server itself was killed, though its pid is now another process's", async () => {
    const first = await startPostgres({ dataDirectory, port: 0, settings });
    const pidFile = join(dataDirectory, "postmaster.pid");
    process.kill(first.pid, "SIGKILL");
    await first.exited;
    const lines = (await readFile(pidFile, "utf8")).split("\n");
    await writeFile(pidFile, [process.pid, ...lines.slice(1)].join("\n"));

    const second = await startPostgres({ dataDirectory, port: 0, settings });
    expect(await query(second.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await second.stop();
  });

  it("removes temporary data when it stops, and when its process is killed", async () => {
    const server = await startPostgres({ dataDirectory, port: 0, settings, temporary: true });
    await server.stop();
    await expect(lstat(dataDirectory)).rejects.toThrow("ENOENT");

    const { holder, pid } = await startHolder(dataDirectory, true);
    holder.kill("SIGKILL");
    expect(await isGone(pid)).toBe(true);
    for (let attempt = 0; attempt < 100 && existsSync(dataDirectory); attempt++) await delay(50);
    expect(existsSync(dataDirectory)).toBe(false);
  });

  it("begins anew after a start that was killed while it made the data", async () => {
    await mkdir(`${dataDirectory}.new/data`, { recursive: true });
    await writeFile(`${dataDirectory}.new/data/PG_VERSION`, "18\n");
    const server = await startPostgres({ dataDirectory, port: 0, settings });
    expect(await query(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await server.stop();
  });

  it("refuses a folder that holds something else, and data of another version", async () => {
    await mkdir(dataDirectory);
    await writeFile(join(dataDirectory, "notes.txt"), "mine");
    await expect(startPostgres({ dataDirectory })).rejects.toThrow(
      "is not a data directory of the embedded PostgreSQL",
    );
    await writeFile(join(dataDirectory, "PG_VERSION"), "14\n");
    await expect(startPostgres({ dataDirectory })).rejects.toThrow("holds data of PostgreSQL 14");
  });

  it("says in the error what its log says when it does not start", async () => {
    const broken = { shared_buffers: "no size" };
    await expect(startPostgres({ dataDirectory, port: 0, settings: broken })).rejects.toThrow(
      '"shared_buffers": "no size"',
    );
  });

  (asRoot ? it : it.skip)(
    "puts data where its account can enter, and forgets it when the link to it is removed",
    async () => {
      await chmod(home, 0o700);
      const first = await startPostgres({ dataDirectory, port: 0, settings });
      await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
      await first.stop();
      const place = await realpath(dataDirectory);
      expect(place).not.toBe(dataDirectory);

      const second = await startPostgres({ dataDirectory, port: 0, settings });
      expect(await query(second.url, "SELECT * FROM kept")).toEqual([{ answer: 42 }]);
      await second.stop();

      const copy = join(home, "copy");
      await symlink(place, copy);
      const other = await startPostgres({ dataDirectory: copy, port: 0, settings, temporary: true });
      expect(await query(other.url, "SELECT to_regclass('kept') AS kept")).toEqual([{ kept: null }]);
      await other.stop();

      await unlink(dataDirectory);
      const third = await startPostgres({ dataDirectory, port: 0, settings });
      expect(await query(third.url, "SELECT to_regclass('kept') AS kept")).toEqual([{ kept: null }]);
      await third.stop();
      await rm(place, { recursive: true });
    },
  );
});
