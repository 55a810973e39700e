import { CollectorRunner, stderrLogger } from "@binnacle/collector";
import { ConfigurationError } from "@binnacle/errors";
import { NestLogger, type RunningApp } from "@binnacle/platform";
import { NestFactory } from "@nestjs/core";
import type { CollectorEnvironment, DryRunEnvironment } from "./collector-environment.js";
import type { CollectorContext } from "./collector-context.js";
import { CollectorModule, type DryRunOutput } from "./collector.module.js";
import { Receivers } from "./receiving/receivers.js";
import { type ConfiguredCollector, type ConfiguredSource, readSources } from "./sources-configuration.js";
import { SOURCES } from "./sources/index.js";

/** Starts the sources that the configuration names. */
export async function startCollector(
  context: CollectorContext,
  dryRunOutput: DryRunOutput = { records: process.stdout, logger: stderrLogger() },
): Promise<RunningApp> {
  const { environment, flags, logger } = context;
  const sources = select(await readSources(configurationFile(environment), SOURCES), flags.source);
  const isDryRun = flags["dry-run"] === true;
  const module = isDryRun ? CollectorModule.forDryRun(context, dryRunOutput) : CollectorModule.forPublishing(context);
  const app = await NestFactory.createApplicationContext(module, {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const runner = app.get(CollectorRunner);
  const receivers = sources.flatMap((source) => ("receiver" in source ? [source] : []));
  addAll(
    sources.filter((source) => "collector" in source),
    runner,
  );
  refuseSharedNames(sources);
  if (isDryRun || flags.once === true) {
    for (const { settings } of receivers)
      logger.info({ source: settings.name }, "left out: it receives, and has no runs");
    const finished = runner.runOnce().then((reports) => (reports.some(({ outcome }) => outcome === "failed") ? 1 : 0));
    return { close: () => app.close(), finished };
  }
  try {
    const named = receivers.map(({ where, receiver, settings: { name } }) => ({ where, receiver, name }));
    await app.get(Receivers).start(named);
  } catch (error) {
    await app.close();
    throw error;
  }
  runner.start();
  return app;
}

function configurationFile({ BINNACLE_CONFIG: file }: CollectorEnvironment | DryRunEnvironment): string {
  if (file !== undefined) return file;
  throw new ConfigurationError([
    "BINNACLE_CONFIG must be the path of a YAML file that names the sources, but it is not set",
  ]);
}

function select(sources: ConfiguredSource[], names: string[] | undefined): ConfiguredSource[] {
  if (names === undefined) return sources;
  const known = sources.map(({ settings }) => settings.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new ConfigurationError(
      unknown.map((name) => `--source ${name}: there is none; there are ${known.join(", ")}`),
    );
  }
  return sources.filter(({ settings }) => names.includes(settings.name));
}

/** The runner sees to its own sources; receivers publish under names, too. */
function refuseSharedNames(sources: ConfiguredSource[]): void {
  const known = new Set<string>();
  const faults = sources.flatMap(({ where, settings: { name } }) => {
    if (known.has(name)) return [`${where}.name: there are two sources "${name}"`];
    known.add(name);
    return [];
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
}

/** The SDK's faults begin with the option's name, which is also its key in the file. */
function addAll(sources: ConfiguredCollector[], runner: CollectorRunner): void {
  const faults = sources.flatMap(({ where, collector, settings }) => {
    try {
      runner.add(collector, settings);
      return [];
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return error.faults.map((fault) => `${where}.${fault}`);
    }
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
}
