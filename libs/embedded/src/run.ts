import { spawn } from "node:child_process";
import type { Account } from "./account.js";

/** How a program ended, and what it printed on both outputs. */
export interface RunResult {
  code: number | null;
  output: string;
}

/** Runs a program to its end, as `account` when one is given. Rejects when it cannot be started at all. */
export function run(
  program: string,
  args: readonly string[],
  options: { account?: Account | undefined; env?: NodeJS.ProcessEnv } = {},
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    // The current directory may be one that the account must not enter, and PostgreSQL asks for it.
    const child = spawn(program, args, {
      cwd: "/",
      stdio: ["ignore", "pipe", "pipe"],
      env: options.env ?? process.env,
      ...options.account?.ids,
    });
    let output = "";
    const keep = (chunk: Buffer): void => {
      output += chunk.toString("utf8");
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
