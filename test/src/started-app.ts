import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A real process of one of the apps, as it is built. */
export interface StartedApp {
  /** Origin of its API, or of its health server. */
  url: string;
  process: ChildProcess;
  /** What it has written to standard output so far. */
  output(): string;
  /** Sends the signal and gives the exit code (`null` if the signal killed it). */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `apps/<name>` with nothing but these variables and PATH, on a free port, and waits until it listens. */
export async function startApp(name: string, environment: Record<string, string>): Promise<StartedApp> {
  const main = fileURLToPath(new URL(`../../apps/${name}/dist/main.js`, import.meta.url));
  const child = fork(main, [], {
    env: { PATH: process.env["PATH"], HOST: "127.0.0.1", PORT: "0", BINNACLE_HEALTH_PORT: "0", ...environment },
    // Jest's own flags are not for the apps.
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const written: string[] = [];
  for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (chunk: Buffer) => written.push(`${chunk}`));
  const output = (): string => written.join("");
  const url = await new Promise<string>((resolve, reject) => {
    child.once("message", (message: { url: string }) => resolve(message.url));
    child.once("exit", (code) => reject(new Error(`${name} ended with ${code}:\n${output()}`)));
  });
  return {
    url,
    process: child,
    output,
    async stop(signal = "SIGTERM") {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exited = once(child, "exit");
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}
