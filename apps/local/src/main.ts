#!/usr/bin/env node
import "reflect-metadata";
import { BinnacleError, ConfigurationError } from "@binnacle/errors";
import { describeEnvironment } from "@binnacle/platform";
import { awaitFirstCatalog, formatCounts } from "./catalog-summary.js";
import { LocalEnvironment } from "./local-environment.js";
import { LocalStack, type StartedStack } from "./local-stack.js";
import { Progress } from "./progress.js";
import { readSettings, type Settings } from "./settings.js";

const FIRST_CATALOG_LIMIT_MS = 60_000;
/** More than all parts together may take: three apps at once and then the server. */
const STOP_LIMIT_MS = 60_000;

function helpText(): string {
  return [
    "npm start [-- --scan DIR]: Binnacle on this machine, with an embedded PostgreSQL and an embedded SNS, SQS and S3",
    "",
    "Flags:",
    "  --scan DIR  collects from DIR instead of this checkout; repeatable",
    "  --help      prints this",
    "",
    "Environment (default):",
    ...describeEnvironment(LocalEnvironment).map((line) => `  ${line}`),
    "",
  ].join("\n");
}

/** A fault of the user's is said in a line; anything else is ours, and its stack is wanted. */
function explain(error: unknown): string {
  // Why an app did not start was told as it said it.
  if (error instanceof ConfigurationError || (error instanceof BinnacleError && error.code === "APP_START")) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function present(progress: Progress, { description, sources }: StartedStack, signal: AbortSignal): Promise<void> {
  const { apiUrl } = description;
  const catalog = await awaitFirstCatalog(apiUrl, Math.max(1, sources), {
    signal,
    limitMs: FIRST_CATALOG_LIMIT_MS,
  });
  if (!catalog) return progress.print(`\nBinnacle: ${apiUrl}, for who has a token\nCtrl-C stops it; the data stays.\n`);
  const { counts, isComplete } = catalog;
  progress.say(isComplete ? "the first catalog is there" : "some collectors have not reported yet");
  progress.print(`
${formatCounts(counts)}

Binnacle: ${apiUrl}
  curl '${apiUrl}/api/v1/resources?type=Service&readings=*'
  curl '${apiUrl}/api/v1/types'
Ctrl-C stops it; the data stays.
`);
}

/** Runs until it is told to stop, and resolves to the exit code. */
async function run(settings: Settings): Promise<number> {
  const progress = new Progress();
  const stopping = new AbortController();
  const failure = Promise.withResolvers<never>();
  const stack = new LocalStack(settings, progress, stopping.signal, (reason) => failure.reject(new Error(reason)));

  // Once is enough: npm, the launcher and the terminal may each pass the same Ctrl-C on, and stopping takes a bounded time anyway.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
  process.once("disconnect", () => stopping.abort());
  const stopRequest = new Promise<void>((resolve) => stopping.signal.addEventListener("abort", () => resolve()));

  try {
    const work = stack.start().then((started) => present(progress, started, stopping.signal));
    await Promise.race([work.then(() => stopRequest), stopRequest, failure.promise]);
    progress.say("stopping");
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    await work.catch(() => undefined);
    await stack.stop();
    progress.say("stopped");
    return 0;
  } catch (error) {
    stopping.abort();
    process.stderr.write(`${explain(error)}\n`);
    return 1;
  } finally {
    await stack.stop();
  }
}

try {
  const settings = readSettings(process.argv.slice(2), process.env);
  if (settings === "help") process.stdout.write(helpText());
  else process.exit(await run(settings));
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
