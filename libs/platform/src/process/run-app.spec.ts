import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";

const FIXTURES = join(import.meta.dirname, "fixtures");
const APP = join(FIXTURES, "sample-app.mjs");
const NODE_FLAGS = ["--import", join(FIXTURES, "typescript-hooks.mjs"), "--conditions=@binnacle/source"];

const running: ChildProcess[] = [];

class Process {
  stdout = "";
  stderr = "";
  private readonly ended: Promise<unknown>;

  constructor(readonly child: ChildProcess) {
    running.push(child);
    this.ended = Promise.all([once(child, "exit"), once(child.stdout!, "close"), once(child.stderr!, "close")]);
    child.stdout?.on("data", (chunk: Buffer) => (this.stdout += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (this.stderr += chunk.toString()));
  }

  async logs(message: string): Promise<Record<string, unknown>> {
    for (;;) {
      const line = this.lines().find(({ msg }) => msg === message);
      if (line !== undefined) return line;
      if (this.child.exitCode !== null) throw new Error(`exited without "${message}":\n${this.stdout}${this.stderr}`);
      await Promise.race([once(this.child.stdout!, "data"), once(this.child, "exit")]);
    }
  }

  /** Not by the event `close`: Node.js does not emit it once the channel was let go of. */
  async exit(): Promise<number | null> {
    await this.ended;
    return this.child.exitCode;
  }

  lines(): Record<string, unknown>[] {
    const complete = this.stdout.slice(0, this.stdout.lastIndexOf("\n") + 1);
    return complete
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}

const withoutJest = { PATH: process.env["PATH"] };

function start(args: string[] = [], env: Record<string, string> = {}): Process {
  return new Process(spawn(process.execPath, [...NODE_FLAGS, APP, ...args], { env: { ...withoutJest, ...env } }));
}

function startWithChannel(args: string[] = []): Process {
  return new Process(
    fork(APP, args, { execArgv: NODE_FLAGS, env: withoutJest, stdio: ["ignore", "pipe", "pipe", "ipc"] }),
  );
}

afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

describe("runApp", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("closes the app on %s and exits with 0", async (signal) => {
    const app = start();
    await app.logs("started");
    app.child.kill(signal);
    expect(await app.exit()).toBe(0);
    expect(app.lines().map(({ msg }) => msg)).toEqual(["listening", "started", "stopping", "closed", "stopped"]);
  });

  it("tells a parent with a channel where it listens, and stops when the parent lets go of the channel", async () => {
    const app = startWithChannel();
    const [message] = (await once(app.child, "message")) as [{ url: string }];
    expect(message).toEqual({
      type: "listening",
      name: "sample",
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
    await app.logs("started");
    const ready = await fetch(`${message.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: "ready", checks: { database: { status: "ok" } } },
    ]);
    app.child.disconnect();
    expect(await app.exit()).toBe(0);
    expect(await app.logs("stopping")).toMatchObject({ reason: "the parent process is gone" });
  });

  it("exits at once on a second signal", async () => {
    const app = start(["--scenario", "hanging"]);
    await app.logs("started");
    app.child.kill("SIGTERM");
    await app.logs("stopping");
    app.child.kill("SIGTERM");
    expect(await app.exit()).toBe(143);
  });

  it("gives up on an app that does not close, after its bound, with 1", async () => {
    const app = start(["--scenario", "hanging"]);
    await app.logs("started");
    app.child.kill("SIGTERM");
    expect(await app.exit()).toBe(1);
    expect(app.lines().at(-1)).toMatchObject({ level: "error", msg: "not stopped in time: exiting" });
  });

  it("exits with 1 when closing fails", async () => {
    const app = start(["--scenario", "failing"]);
    await app.logs("started");
    app.child.kill("SIGTERM");
    expect(await app.exit()).toBe(1);
    expect(await app.logs("could not stop in order")).toMatchObject({ err: { message: "the queue did not let go" } });
  });

  it("stops a process that is still starting", async () => {
    const app = start(["--scenario", "slow"]);
    const { url } = await app.logs("listening");
    const ready = await fetch(`${String(url)}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { reason: "the process is starting" }]);
    app.child.kill("SIGTERM");
    expect(await app.exit()).toBe(0);
    expect(app.lines().at(-1)).toMatchObject({ msg: "stopped" });
  });

  it.each([
    ["rejecting", "unhandled rejection", /nobody caught me/],
    ["throwing", "uncaught exception", /JSON/],
  ])("logs what nobody caught (%s) and exits with 1", async (scenario, message, reason) => {
    const app = start(["--scenario", scenario]);
    expect(await app.exit()).toBe(1);
    expect(await app.logs(message)).toMatchObject({ level: "fatal", err: { message: expect.stringMatching(reason) } });
  });

  it("logs why it could not start, without the password, and exits with 1", async () => {
    const app = start(["--scenario", "refusing"]);
    expect(await app.exit()).toBe(1);
    expect(await app.logs("could not start")).toMatchObject({ level: "fatal" });
    expect(app.stdout).toContain("postgres://binnacle:***@db/catalog");
    expect(app.stdout + app.stderr).not.toContain("hunter2");
  });

  it("ends with the exit code of an app that finishes by itself", async () => {
    const app = start(["--scenario", "finishing"]);
    expect(await app.exit()).toBe(3);
    expect(app.lines().at(-1)).toMatchObject({ msg: "stopped" });
  });

  it("prints every configuration fault as a plain line on standard error and exits with 1", async () => {
    const app = start([], { BINNACLE_HEALTH_PORT: "abc", LOG_LEVEL: "loud" });
    expect(await app.exit()).toBe(1);
    expect(app.stdout).toBe("");
    expect(app.stderr).toBe(
      'BINNACLE_HEALTH_PORT must be an integer between 0 and 65535, got "abc"\n' +
        'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, got "loud"\n',
    );
  });

  it("names the variable when its port is taken", async () => {
    const first = start();
    const { url } = await first.logs("listening");
    const second = start([], { BINNACLE_HEALTH_PORT: new URL(String(url)).port });
    expect(await second.exit()).toBe(1);
    expect(second.stderr).toMatch(/^BINNACLE_HEALTH_PORT: cannot listen on 127\.0\.0\.1 port \d+ \(EADDRINUSE\)\n$/);
  });

  it("refuses a flag it does not know", async () => {
    const app = start(["--scenaro=x"]);
    expect(await app.exit()).toBe(1);
    expect(app.stderr).toBe("Unknown option '--scenaro'. Try --help.\n");
  });

  it("explains its flags and variables on --help, and its version on --version", async () => {
    const help = start(["--help"], { LOG_LEVEL: "loud" });
    expect(await help.exit()).toBe(0);
    expect(help.stdout).toBe(`binnacle sample: a worker for tests

Flags:
  --scenario VALUE  what goes wrong
  --help            prints this
  --version         prints the version

Environment (default):
  BINNACLE_HEALTH_PORT         the port of /healthz, /readyz and /metrics; 0 picks a free one (0)
  HOST                         the address that the process listens on (127.0.0.1)
  LOG_LEVEL                    how much is logged (info)
  OTEL_EXPORTER_OTLP_ENDPOINT  where traces go, as OTLP over HTTP; none are made without it
  OTEL_TRACES_SAMPLER_ARG      the share of traces that are kept (1)
`);
    const version = start(["--version"]);
    expect(await version.exit()).toBe(0);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
