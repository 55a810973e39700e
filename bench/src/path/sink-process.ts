import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { TURNS_REQUEST, type Turns, type TurnsAnswer } from "./turns.js";

const SINK = fileURLToPath(new URL("../../../apps/sink/dist/main.js", import.meta.url));
const RECORDER = new URL("./turn-recorder.js", import.meta.url).href;

/** As its README has it started. */
const FLAGS = ["--max-semi-space-size=8"];

/** The metric counts the pause between two samples in. */
const SAMPLED_EVERY_MS = 10;

/** How an event loop did, in milliseconds. */
export interface LoopFigures extends Turns {
  /** By how much it was late by the clock: the most, and 99 % of the time. */
  latest: number;
  lateP99: number;
}

/** The sink as it runs anywhere, in a process of its own. */
export class SinkProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly url: string,
  ) {}

  /** `flags`: of Node.js, more than those that a sink is started with anyhow. */
  static async start(environment: Record<string, string>, flags: readonly string[] = []): Promise<SinkProcess> {
    const child = fork(SINK, [], {
      env: {
        PATH: process.env["PATH"],
        HOST: "127.0.0.1",
        BINNACLE_HEALTH_PORT: "0",
        LOG_LEVEL: "warn",
        ...environment,
      },
      execArgv: [...FLAGS, "--import", RECORDER, ...flags],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const [{ url }] = (await once(child, "message")) as [{ url: string }];
    return new SinkProcess(child, url);
  }

  pause(): void {
    this.child.kill("SIGSTOP");
  }

  resume(): void {
    this.child.kill("SIGCONT");
  }

  /** How its event loop did since this was last asked. */
  async loop(): Promise<LoopFigures> {
    const answered = once(this.child, "message") as Promise<[TurnsAnswer]>;
    this.child.send(TURNS_REQUEST);
    const [{ turns }] = await answered;
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const milliseconds = (name: string): number =>
      Number(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, "m").exec(text)?.[1]) * 1000 - SAMPLED_EVERY_MS;
    return {
      ...turns,
      latest: milliseconds("nodejs_eventloop_lag_max_seconds"),
      lateP99: milliseconds("nodejs_eventloop_lag_p99_seconds"),
    };
  }

  async stop(): Promise<void> {
    const exited = once(this.child, "exit");
    this.child.kill("SIGTERM");
    await exited;
  }
}
