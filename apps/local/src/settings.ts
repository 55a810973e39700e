import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ConfigurationError } from "@binnacle/errors";
import { readEnvironment } from "@binnacle/platform";
import { LocalEnvironment } from "./local-environment.js";

/** The folder of the checkout, from `apps/local/dist` as from `apps/local/src`. */
export const CHECKOUT = resolve(import.meta.dirname, "../../..");

/** What the local stack was asked to do. */
export interface Settings {
  environment: LocalEnvironment;
  /** Absolute. */
  home: string;
  /** The collector's configuration, where the user has one; absolute. */
  config: string | undefined;
  /** What is collected from; absolute. */
  scanned: string[];
  /** Whether the port of the API was asked for, and not just left at its default. */
  isPortExplicit: boolean;
}

/**
 * Reads command line and environment.
 *
 * @throws ConfigurationError with a line for every fault of both.
 */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Settings | "help" {
  const faults: string[] = [];
  const flags = collect(faults, () => readFlags(args));
  if (flags?.help) return "help";
  const environment = collect(faults, () => readEnvironment(LocalEnvironment, env));
  if (environment) faults.push(...faultsOfMessaging(environment));
  // npm runs its scripts in the folder of the package; what is typed means the folder where it was typed.
  const base = env["INIT_CWD"] ?? process.cwd();
  const scanned = (flags?.scan ?? [CHECKOUT]).map((directory) => resolve(base, directory));
  faults.push(...scanned.filter((path) => !isDirectory(path)).map((path) => `--scan ${path} is not a directory`));
  if (!environment || faults.length > 0) throw new ConfigurationError(faults);
  const { BINNACLE_HOME, BINNACLE_CONFIG } = environment;
  return {
    environment,
    home: BINNACLE_HOME === undefined ? join(CHECKOUT, ".binnacle") : resolve(base, BINNACLE_HOME),
    config: BINNACLE_CONFIG === undefined ? undefined : resolve(base, BINNACLE_CONFIG),
    scanned: [...new Set(scanned)],
    isPortExplicit: Boolean(env["PORT"]),
  };
}

function readFlags(args: readonly string[]): { scan?: string[]; help?: boolean } {
  try {
    const options = { scan: { type: "string", multiple: true }, help: { type: "boolean", short: "h" } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new ConfigurationError([`${(error as Error).message.split(". ", 1)[0]}; see npm start -- --help`]);
  }
}

/** Topic and queue belong together: one of them alone would publish to where nobody listens. */
function faultsOfMessaging({ BINNACLE_TOPIC_ARN: topic, BINNACLE_QUEUE_URL: queue }: LocalEnvironment): string[] {
  if (Boolean(topic) === Boolean(queue)) return [];
  const [missing, given] = topic
    ? ["BINNACLE_QUEUE_URL", "BINNACLE_TOPIC_ARN"]
    : ["BINNACLE_TOPIC_ARN", "BINNACLE_QUEUE_URL"];
  return [`${missing} must be set where ${given} is, but it is not set`];
}

function collect<Value>(faults: string[], read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
