import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { BinnacleError, TransientError } from "@binnacle/errors";

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/**
 * A repository belongs to whoever made it, and its configuration may name programs: none of them is run. Of the commands used here,
 * which touch no index, only these settings lead to one. `safe.directory` admits exactly this repository, since a collector
 * mostly runs as another user than its owner.
 */
function safeguards(directory: string): string[] {
  return [
    ["safe.directory", directory],
    ["log.showSignature", "false"],
    // A partial clone fetches what it lacks, through whatever transport it names.
    ["protocol.allow", "never"],
    ["core.quotePath", "false"],
    ["i18n.logOutputEncoding", "UTF-8"],
  ].flatMap(([key, value]) => ["-c", `${key}=${value}`]);
}

/** Git's own variables may point anywhere, and would win over the directory. */
function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return { ...Object.fromEntries(inherited), GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
}

/** Runs the `git` program in one repository: without a shell, read-only, with bounds on time and output. */
export class GitCommand {
  constructor(
    readonly directory: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Standard output, or `undefined` where git says no by one of the exit codes in `noes`. */
  async run(args: readonly string[], noes: readonly number[] = []): Promise<string | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
    execFile(
      "git",
      this.commandLine(args),
      {
        env: environment(),
        signal: this.signal,
        timeout: TIMEOUT_MS,
        maxBuffer: MAX_OUTPUT_BYTES,
        killSignal: "SIGKILL",
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else if (typeof error.code === "number" && noes.includes(error.code)) resolve(undefined);
        else reject(this.failure(args, error, stderr));
      },
    );
    return promise;
  }

  /** Standard output, a line at a time, for what grows with the history: nothing of it is kept. */
  async *lines(args: readonly string[]): AsyncGenerator<string> {
    const signal = AbortSignal.any([this.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const child = spawn("git", this.commandLine(args), {
      env: environment(),
      signal,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(0, 4_096)));
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    // Awaited below; until then a rejection must not count as unhandled.
    ended.catch(() => undefined);
    try {
      yield* createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY });
      const code = await ended;
      if (code !== 0) throw Object.assign(new Error("failed"), { code });
    } catch (error) {
      throw this.failure(args, error as ExecError, stderr);
    } finally {
      child.kill("SIGKILL");
    }
  }

  private commandLine(args: readonly string[]): string[] {
    return ["--no-pager", ...safeguards(this.directory), "-C", this.directory, ...args];
  }

  private failure(args: readonly string[], error: ExecError, stderr: string): Error {
    const command = `git ${args[0]} in ${this.directory}`;
    if (this.signal.aborted) return this.signal.reason as Error;
    if (error.code === "ENOENT") {
      return new BinnacleError("GIT_MISSING", `${command}: there is no program \`git\` on the PATH`, { cause: error });
    }
    if (error.killed === true || error.name === "AbortError") {
      return new TransientError(`${command}: no end within ${TIMEOUT_MS / 1_000} s`, { cause: error });
    }
    if (stderr.includes("promisor remote")) {
      const advice =
        "the clone is partial and lacks what is asked for, and nothing is fetched for it: clone it in full";
      return new BinnacleError("GIT_FAILED", `${command}: ${advice}`, { cause: error });
    }
    const reason = stderr.trim().split("\n", 1)[0] || error.message;
    return new BinnacleError("GIT_FAILED", `${command}: ${reason}`, { cause: error });
  }
}

interface ExecError extends Error {
  code?: string | number | null;
  killed?: boolean;
}
