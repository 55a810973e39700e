import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { BinnacleClient } from "@binnacle/client";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually } from "./eventually.js";

const LAUNCHER = join(import.meta.dirname, "../../scripts/launch.mjs");
const LIMIT_MS = 120_000;

interface StackDescription {
  apiUrl: string;
  databaseUrl: string;
  queueUrl: string;
  processes: Array<{ name: string; url: string }>;
}

/** `npm start`, but for npm. */
class Stack {
  output = "";
  readonly ended: Promise<number | null>;

  constructor(readonly launcher: ChildProcess) {
    for (const stream of [launcher.stdout, launcher.stderr]) {
      stream?.on("data", (chunk: Buffer) => (this.output += chunk.toString("utf8")));
    }
    this.ended = once(launcher, "exit").then(([code]) => code as number | null);
  }

  static start(home: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Stack {
    const { JEST_WORKER_ID: _, ...inherited } = process.env;
    const launcher = spawn(process.execPath, [LAUNCHER, "start", ...args], {
      detached: true,
      env: { ...inherited, PORT: "0", ...env, BINNACLE_HOME: home },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new Stack(launcher);
  }

  /** Until the first catalog is on the screen. */
  async presents(): Promise<void> {
    while (!this.output.includes("Ctrl-C stops it")) {
      if (this.launcher.exitCode !== null) throw new Error(`ended before it was ready:\n${this.output}`);
      await delay(50);
    }
  }

  /** The launcher, the stack's own process, and what that started, by name. */
  processes(): Map<string, number> {
    const found = new Map([["launcher", this.launcher.pid ?? 0]]);
    const [main = 0] = childrenOf(this.launcher.pid ?? 0).keys();
    found.set("local", main);
    for (const [pid, command] of childrenOf(main)) {
      const name = /apps\/(\w+)\/dist|bin\/(postgres) |(binnacle-guardian)/u.exec(command)?.slice(1).find(Boolean);
      if (name) found.set(name, pid);
    }
    return found;
  }
}

function childrenOf(parent: number): Map<number, string> {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8" }).split("\n");
  const rows = lines.map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/u.exec(line) ?? []);
  return new Map(
    rows.filter(([, , ppid]) => Number(ppid) === parent).map(([, pid, , , args = ""]) => [Number(pid), args]),
  );
}

function isAlive(pid: number): boolean {
  try {
    return !execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).startsWith("Z");
  } catch {
    return false;
  }
}

async function allGone(pids: Iterable<number>): Promise<boolean> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (![...pids].some(isAlive)) return true;
    await delay(100);
  }
  return false;
}

async function readStack(home: string): Promise<StackDescription> {
  return JSON.parse(await readFile(join(home, "stack.json"), "utf8")) as StackDescription;
}

async function namesOf(apiUrl: string, type: string): Promise<string[]> {
  const catalog = new BinnacleClient({ baseUrl: apiUrl });
  return Array.fromAsync(catalog.lines("/resources", { params: { query: { type: [type] } } }), ({ name }) => name);
}

describe("npm start", () => {
  let folder: string;
  let home: string;
  let project: string;
  let stack: Stack;
  const started: Stack[] = [];

  const start = (directory: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Stack => {
    const begun = Stack.start(directory, ["--scan", project, ...args], env);
    started.push(begun);
    return begun;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "binnacle-local-"));
    home = join(folder, "home");
    project = await mkdtemp(join(folder, "project-"));
    const packages = {
      "": { name: "orders", version: "1.0.0", dependencies: { left: "1.2.3" } },
      "node_modules/left": { version: "1.2.3" },
    };
    const lockfile = { name: "orders", lockfileVersion: 3, packages };
    await writeFile(join(project, "package.json"), JSON.stringify({ name: "orders" }));
    await writeFile(join(project, "package-lock.json"), JSON.stringify(lockfile));
    stack = start(home);
    await stack.presents();
  }, LIMIT_MS);

  afterAll(async () => {
    for (const { launcher, ended } of started) {
      launcher.kill("SIGTERM");
      await ended;
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
  }, LIMIT_MS);

  it("shows a catalog of what is really there", async () => {
    expect(stack.output).toMatch(/1 {2}SoftwareDependencyVersion\n/);
    const { apiUrl } = await readStack(home);
    expect(await namesOf(apiUrl, "SoftwareDependencyVersion")).toEqual(["pkg:npm/left@1.2.3"]);
    expect(await namesOf(apiUrl, "ServiceInstance")).toEqual([
      "binnacle/local/collector",
      "binnacle/local/housekeeper",
      "binnacle/local/provider",
      "binnacle/local/sink",
    ]);
  });

  it("describes itself in stack.json", async () => {
    const description = await readStack(home);
    expect(Object.keys(description).toSorted()).toEqual([
      "apiUrl",
      "awsEndpoint",
      "databaseUrl",
      "deadLetterQueueUrl",
      "payloadBucket",
      "processes",
      "queueUrl",
      "region",
      "topicArn",
    ]);
    const names = description.processes.map(({ name }) => name);
    expect(names.toSorted()).toEqual(["collector", "housekeeper", "provider", "sink"]);
    for (const { url } of description.processes) expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it("refuses bad configuration with a line for each fault", async () => {
    const refused = start(join(folder, "refused"), [], { PORT: "http", DATABASE_URL: "mysql://db" });
    expect(await refused.ended).toBe(1);
    // Where the machine is busy, the launcher tells that it builds.
    const told = refused.output
      .trim()
      .split("\n")
      .filter((line) => line !== "binnacle: building");
    expect(told).toEqual([expect.stringMatching(/^DATABASE_URL must be /), expect.stringMatching(/^PORT must be /)]);
  });

  it("refuses a second stack on the same data, and names the process that is there", async () => {
    const second = start(home);
    expect(await second.ended).toBe(1);
    expect(second.output).toMatch(`is in use by the running process ${stack.processes().get("local")}`);
  });

  it("refuses a port that was asked for and is taken", async () => {
    const { port } = new URL((await readStack(home)).apiUrl);
    const second = start(join(folder, "refused"), [], { PORT: port });
    expect(await second.ended).toBe(1);
    expect(second.output).toContain(`PORT ${port} on HOST 127.0.0.1 is in use`);
  });

  it(
    "uses another PostgreSQL and another emulator when it is told to",
    async () => {
      const { databaseUrl, apiUrl, queueUrl } = await readStack(home);
      const other = join(folder, "other");
      const second = start(other, [], {
        DATABASE_URL: databaseUrl,
        AWS_ENDPOINT_URL: new URL(queueUrl).origin,
        AWS_REGION: "us-east-1",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
      });
      await second.presents();
      const attached = await readStack(other);
      expect(attached).toMatchObject({ databaseUrl, queueUrl });
      expect(attached.apiUrl).not.toBe(apiUrl);
      expect(second.processes().has("postgres")).toBe(false);
      second.launcher.kill("SIGTERM");
      expect(await second.ended).toBe(0);
    },
    LIMIT_MS,
  );

  it("starts an app that died again, at the same address", async () => {
    const { apiUrl } = await readStack(home);
    process.kill(stack.processes().get("provider") ?? 0, "SIGKILL");
    await eventually(() => expect(stack.output).toContain("provider ended (SIGKILL), starting it again"));
    await eventually(async () => expect((await fetch(`${apiUrl}/readyz`)).status).toBe(200));
    expect(await namesOf(apiUrl, "Service")).toContain("orders");
  });

  it(
    "stops on Ctrl-C, pressed twice, and leaves nothing running",
    async () => {
      const processes = stack.processes();
      expect([...processes.keys()].toSorted()).toEqual([
        "binnacle-guardian",
        "collector",
        "housekeeper",
        "launcher",
        "local",
        "postgres",
        "provider",
        "sink",
      ]);
      // As a terminal does it: to the whole process group.
      process.kill(-(stack.launcher.pid ?? 0), "SIGINT");
      process.kill(-(stack.launcher.pid ?? 0), "SIGINT");
      expect(await stack.ended).toBe(0);
      expect(await allGone(processes.values())).toBe(true);
      expect(existsSync(join(home, "stack.json"))).toBe(false);
    },
    LIMIT_MS,
  );

  it(
    "starts on the data that is there, ends with its own process when that is killed, and starts again",
    async () => {
      const first = start(home);
      await first.presents();
      expect(await namesOf((await readStack(home)).apiUrl, "SoftwareDependencyVersion")).toHaveLength(1);
      const processes = first.processes();
      process.kill(processes.get("local") ?? 0, "SIGKILL");
      expect(await first.ended).toBe(137);
      expect(await allGone(processes.values())).toBe(true);

      const second = start(home);
      await second.presents();
      expect(await namesOf((await readStack(home)).apiUrl, "SoftwareDependencyVersion")).toHaveLength(1);
    },
    LIMIT_MS,
  );
});
