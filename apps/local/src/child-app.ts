import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { BinnacleError } from "@binnacle/errors";
import type { ListeningMessage } from "@binnacle/platform";
import { LogTail } from "./log-tail.js";
import { CHECKOUT } from "./settings.js";

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** A child that lived this long did start: its next death is a new one. */
const STEADY_MS = 60_000;
const MAX_DEATHS_AT_START = 3;
/** The apps give themselves 10 s to close. */
const STOP_LIMIT_MS = 12_000;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/** Less room for what is young: a process that idles mostly stays some 20 MB smaller. The launcher gives us the same. */
const NODE_FLAGS = ["--max-semi-space-size=2"];

export interface ChildAppOptions {
  name: string;
  env: NodeJS.ProcessEnv;
  /** The variable that the app reads its port from: it keeps the port that it got when it is started again. */
  portVariable: string;
  logFile: string;
  /** Told what an operator should see, in lines. */
  tell: (line: string) => void;
}

/** One of the apps as a process of its own: started, watched, started again when it dies, stopped. */
export class ChildApp {
  readonly name: string;
  private child: ChildProcess | undefined;
  private url: string | undefined;
  private deaths = 0;
  private isStopping = false;
  private isUp = false;
  private readonly tail: LogTail;
  private readonly waking = new AbortController();
  private readonly listening = Promise.withResolvers<string>();
  private readonly failing = Promise.withResolvers<never>();

  constructor(private readonly options: ChildAppOptions) {
    this.name = options.name;
    this.failing.promise.catch(() => undefined);
    mkdirSync(dirname(options.logFile), { recursive: true });
    if ((statSync(options.logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) {
      renameSync(options.logFile, `${options.logFile}.1`);
    }
    this.tail = new LogTail(options.logFile, (line) => options.tell(`${this.name}: ${line}`));
  }

  /**
   * Starts the app, and resolves to its origin when it listens.
   *
   * @throws BinnacleError as {@link failure} does.
   */
  start(): Promise<string> {
    this.launch();
    return Promise.race([this.listening.promise, this.failure]);
  }

  /** Rejects when the app has died three times over before {@link keepUp} was called. */
  get failure(): Promise<never> {
    return this.failing.promise;
  }

  /** From here on the app has been ready once: it is started again however often it dies. */
  keepUp(): void {
    this.isUp = true;
    this.deaths = 0;
  }

  /** Asks the app to close and waits for its end; after 12 s it is killed. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.waking.abort();
    const { child } = this;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.kill("SIGTERM");
      const patience = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
      await ended;
      clearTimeout(patience);
    }
    this.tail.close();
  }

  private launch(): void {
    const log = openSync(this.options.logFile, "a", 0o600);
    const port = this.url === undefined ? {} : { [this.options.portVariable]: new URL(this.url).port };
    const startedAt = Date.now();
    try {
      this.child = spawn(process.execPath, [...NODE_FLAGS, join(CHECKOUT, "apps", this.name, "dist/main.js")], {
        cwd: CHECKOUT,
        env: { ...this.options.env, ...port },
        // A group of its own: Ctrl-C in the terminal is for us, who stop the apps in order. When we die without a word,
        // the app sees the channel close and ends by itself.
        detached: true,
        stdio: ["ignore", log, log, "ipc"],
      });
    } finally {
      closeSync(log);
    }
    this.child.on("message", (message: ListeningMessage) => {
      if (message.type !== "listening") return;
      this.url = message.url;
      this.listening.resolve(message.url);
    });
    this.child.once("error", (error) => this.failing.reject(error));
    this.child.once("exit", (code, signal) => void this.restart(signal ?? `exit code ${code}`, startedAt));
  }

  private async restart(how: string, startedAt: number): Promise<void> {
    if (this.isStopping) return;
    this.tail.read();
    if (Date.now() - startedAt > STEADY_MS) this.deaths = 0;
    this.deaths += 1;
    if (!this.isUp && this.deaths >= MAX_DEATHS_AT_START) {
      const message = `${this.name} does not start (${how}, ${this.deaths} times); its log is ${this.options.logFile}`;
      this.failing.reject(new BinnacleError("APP_START", message));
      return;
    }
    const wait = Math.min(FIRST_BACKOFF_MS * 2 ** (this.deaths - 1), LONGEST_BACKOFF_MS);
    this.options.tell(`${this.name} ended (${how}), starting it again in ${wait / 1000} s`);
    await delay(wait, undefined, { signal: this.waking.signal }).catch(() => undefined);
    if (!this.isStopping) this.launch();
  }
}
