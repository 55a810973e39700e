import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Crash, CrashPlan } from "./crash-plan.js";
import { LAST_WORDS, OCCURRENCE_VARIABLE, POINT_VARIABLE } from "./crash-points.js";

/** From the sources as from `dist`: the sink and what is loaded into it are real programs. */
const SINK = fileURLToPath(new URL("../../../apps/sink/dist/main.js", import.meta.url));
const PRELOAD = new URL("../../dist/chaos/crash-preload.js", import.meta.url).href;
/** Characters of what it last wrote: enough for the error that ended it. */
const KEPT_OUTPUT = 3_000;
const STOP_LIMIT_MS = 20_000;

/** A sink process that is started again at once whenever it ends, as a supervisor would. */
export class SupervisedSink {
  /** Where it shall die, from its next start on. */
  crashes: CrashPlan | undefined;
  /** Ends that nobody asked for: each is a fault of the sink. */
  readonly unexpected: string[] = [];
  private child: ChildProcess | undefined;
  private isStopping = false;
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly environment: Record<string, string>) {}

  start(): void {
    const crash = this.crashes?.next();
    const armed = crash && { [POINT_VARIABLE]: crash.point, [OCCURRENCE_VARIABLE]: String(crash.occurrence) };
    const child = fork(SINK, [], {
      env: { PATH: process.env["PATH"], ...this.environment, ...armed },
      execArgv: crash ? ["--import", PRELOAD] : [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    let output = "";
    const keep = (chunk: Buffer): void => {
      output = `${output}${chunk.toString()}`.slice(-KEPT_OUTPUT);
    };
    child.stdout!.on("data", keep);
    child.stderr!.on("data", keep);
    this.child = child;
    this.ended = once(child, "close").then(() => this.onEnd(child, output, crash));
  }

  /** Kills it as `kill -9` does; it is started again. */
  kill(): void {
    this.child?.kill("SIGKILL");
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    this.child?.kill("SIGTERM");
    const patience = setTimeout(() => this.kill(), STOP_LIMIT_MS);
    await this.ended;
    clearTimeout(patience);
  }

  private onEnd(child: ChildProcess, output: string, crash: Crash | undefined): void {
    const wasHit = crash !== undefined && output.includes(`${LAST_WORDS}${crash.point}`);
    if (crash) this.crashes?.ended(crash, wasHit);
    if (this.isStopping) return;
    if (!child.killed && !wasHit) this.unexpected.push(`exit ${child.exitCode ?? child.signalCode}:\n${output}`);
    this.start();
  }
}
