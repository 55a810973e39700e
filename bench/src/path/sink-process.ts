import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const SINK = fileURLToPath(new URL("../../../apps/sink/dist/main.js", import.meta.url));

/** The metric counts the pause between two samples in. */
const SAMPLED_EVERY_MS = 10;

/** The sink as it runs anywhere, in a process of its own. */
export class SinkProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly url: string,
  ) {}

  static async start(environment: Record<string, string>): Promise<SinkProcess> {
    const child = fork(SINK, [], {
      env: {
        PATH: process.env["PATH"],
        HOST: "127.0.0.1",
        BINNACLE_HEALTH_PORT: "0",
        LOG_LEVEL: "warn",
        ...environment,
      },
      execArgv: [],
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

  /** By how many milliseconds its event loop was late since this was last asked: the most, and 99 % of the time. */
  async delays(): Promise<{ most: number; p99: number }> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const milliseconds = (name: string): number =>
      Number(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, "m").exec(text)?.[1]) * 1000 - SAMPLED_EVERY_MS;
    return {
      most: milliseconds("nodejs_eventloop_lag_max_seconds"),
      p99: milliseconds("nodejs_eventloop_lag_p99_seconds"),
    };
  }

  async stop(): Promise<void> {
    const exited = once(this.child, "exit");
    this.child.kill("SIGTERM");
    await exited;
  }
}
