import { parseArgs } from "node:util";
import { ConfigurationError } from "@binnacle/errors";
import { readEnvironment } from "../configuration/environment.js";
import type { ProcessEnvironment, WorkerEnvironment } from "../configuration/environments.js";
import { HealthServer } from "../health/health-server.js";
import { Health } from "../health/health.js";
import { createLogger, type Logger } from "../logging/logger.js";
import { Metrics } from "../metrics/metrics.js";
import { startTracing } from "../tracing/tracing.js";
import type { AppFlag } from "./app-flag.js";
import { announceListening } from "./announce-listening.js";
import { helpText } from "./help-text.js";
import { readPackageInfo, type PackageInfo } from "./package-info.js";
import { Shutdown } from "./shutdown.js";

export type FlagValues<F extends Record<string, AppFlag>> = ReturnType<typeof parseArgs<{ options: F }>>["values"];

/** What a started app gives back: a Nest application or context will do. */
export interface RunningApp {
  close(): Promise<unknown>;
  /** For apps that end by themselves: resolves to the exit code, after which the app is closed. */
  finished?: Promise<number>;
}

export interface AppContext<E extends object, F extends Record<string, AppFlag> = Record<never, never>> {
  name: string;
  version: string;
  environment: E;
  flags: FlagValues<F>;
  logger: Logger;
  metrics: Metrics;
  health: Health;
  /** Aborted when the process is asked to stop, also while it is still starting. */
  signal: AbortSignal;
  /** Says where the app's own API listens; the health server of a worker is announced without it. */
  announce(url: string): void;
}

export interface App<E extends ProcessEnvironment, F extends Record<string, AppFlag> = Record<never, never>> {
  /** Short name, such as `sink`: in the log, in `/healthz`, in metrics. */
  name: string;
  /** What it does, for `--help`. */
  description: string;
  /** `new URL("../package.json", import.meta.url)` */
  packageFile: URL;
  /** Extends `WorkerEnvironment` for a health server of its own, `ServerEnvironment` where the app serves the health paths. */
  environment: new () => E;
  flags?: F;
  /** How long `close` may take before the process exits all the same; 10,000 by default. */
  closeTimeoutMs?: number;
  start(context: AppContext<E, F>): Promise<RunningApp>;
}

const CLOSE_TIMEOUT_MS = 10_000;

/**
 * The whole life of a process: flags, environment, logger, health server, start, signals, exit. Configuration faults are
 * printed on standard error, one a line, and the process exits with 1.
 */
export async function runApp<E extends ProcessEnvironment, F extends Record<string, AppFlag> = Record<never, never>>(
  app: App<E, F>,
): Promise<void> {
  const info = readPackageInfo(app.packageFile);
  try {
    const flags = readFlags(app.flags);
    if (flags["help"] === true) return void process.stdout.write(helpText(app));
    if (flags["version"] === true) return void process.stdout.write(`${info.version}\n`);
    await start(app, info, flags as FlagValues<F>);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    for (const fault of error.faults) process.stderr.write(`${fault}\n`);
    process.exit(1);
  }
}

async function start<E extends ProcessEnvironment, F extends Record<string, AppFlag>>(
  app: App<E, F>,
  { version }: PackageInfo,
  flags: FlagValues<F>,
): Promise<void> {
  const { name } = app;
  const environment = readEnvironment(app.environment, process.env);
  const logger = createLogger({ name, level: environment.LOG_LEVEL });
  const tracing = await startTracing({
    name,
    version,
    endpoint: environment.OTEL_EXPORTER_OTLP_ENDPOINT,
    ratio: Number(environment.OTEL_TRACES_SAMPLER_ARG),
    logger,
  });
  const metrics = new Metrics(name);
  const health = new Health({ name, version }, metrics);
  const server = new HealthServer(health, logger);
  const stop = new AbortController();
  const { promise: running, resolve: isRunning } = Promise.withResolvers<RunningApp>();
  const shutdown = new Shutdown({
    logger,
    timeoutMs: app.closeTimeoutMs ?? CLOSE_TIMEOUT_MS,
    close: async (reason) => {
      health.stopping();
      stop.abort(new Error(reason));
      await (await running).close();
      await server.close();
      await tracing?.stop();
    },
  });
  shutdown.install();

  const announce = (url: string): void => announceListening(name, url, logger);
  if (hasHealthPort(environment)) {
    announce(await server.listen(environment.HOST, environment.BINNACLE_HEALTH_PORT));
  }
  try {
    const started = await app.start({
      name,
      version,
      environment,
      flags,
      logger,
      metrics,
      health,
      signal: stop.signal,
      announce,
    });
    isRunning(started);
    health.started();
    logger.info({ version, node: process.version }, "started");
    const exitCode = await started.finished;
    if (exitCode !== undefined) await shutdown.stop("finished", exitCode);
  } catch (err) {
    if (err instanceof ConfigurationError) throw err;
    if (stop.signal.aborted) logger.info("stopped while starting");
    else logger.fatal({ err }, "could not start");
    process.exit(stop.signal.aborted ? 0 : 1);
  }
}

/** A composed class is no subclass of its pieces, so the variable itself tells. */
function hasHealthPort(environment: object): environment is WorkerEnvironment {
  return "BINNACLE_HEALTH_PORT" in environment;
}

function readFlags(flags: Record<string, AppFlag> = {}): Record<string, unknown> {
  try {
    return parseArgs({
      options: { ...flags, help: { type: "boolean", short: "h" }, version: { type: "boolean" } },
    }).values;
  } catch (error) {
    throw new ConfigurationError([`${(error as Error).message.split(". ", 1)[0]}. Try --help.`]);
  }
}
