import "reflect-metadata";
import type { Collector, CollectorOptions } from "@binnacle/collector";
import { isValidSource } from "@binnacle/contract";
import { ConfigurationError } from "@binnacle/errors";
import { readConfigFile, validateConfiguration } from "@binnacle/platform";
import { Type } from "class-transformer";
import {
  ArrayNotEmpty,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateNested,
} from "class-validator";
import type { Receiver } from "./receiving/receiver.js";
import type { SourceModule, SourceModules } from "./sources/source-module.js";

/** One entry of `sources`. */
export class SourceEntry {
  /** Which source module. */
  @IsString()
  use!: string;

  /** The name that its records are published under; default: `use`. */
  @IsOptional()
  @IsString()
  name?: string;

  /** When it runs: `every 30s` (ms, s, m, h, d), or a cron expression of 5 or 6 fields, in UTC; default: the source's own. */
  @IsOptional()
  @IsString()
  schedule?: string;

  /** How long a run may take before it is ended: `90s`, `5m`. */
  @IsOptional()
  @IsString()
  timeout?: string;

  /** How often a failed run is tried again before its next time has come. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  retries?: number;

  /** The wait before the first retry, doubled for each that follows: `2s`. */
  @IsOptional()
  @IsString()
  retryDelay?: string;

  /** The source module says what may stand here. */
  @IsOptional()
  @IsObject()
  options?: object;
}

/** What the collector reads of `binnacle.yaml`; the rest of the file is for others. */
class SourcesConfiguration {
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => SourceEntry)
  sources!: SourceEntry[];
}

/** A source as configured: one that runs by a schedule, or one that receives. */
export type ConfiguredSource = ConfiguredCollector | ConfiguredReceiver;

interface Configured {
  /** Where it stands in the file, for faults: `binnacle.yaml: sources[0]`. */
  where: string;
}

export interface ConfiguredCollector extends Configured {
  collector: Collector;
  settings: Partial<CollectorOptions> & { name: string };
}

export interface ConfiguredReceiver extends Configured {
  receiver: Receiver;
  settings: { name: string };
}

/**
 * Reads `sources` of a configuration file.
 * @throws ConfigurationError with a line for every fault in all of them
 */
export async function readSources(file: string, modules: SourceModules): Promise<ConfiguredSource[]> {
  const { sources } = (await readConfigFile(file)) as { sources?: unknown };
  const configuration = validateConfiguration(SourcesConfiguration, { sources }, file);
  const faults: string[] = [];
  const configured: ConfiguredSource[] = [];
  for (const [index, entry] of configuration.sources.entries()) {
    const where = `${file}: sources[${index}]`;
    try {
      configured.push(configureSource(entry, where, await loadModule(entry.use, where, modules)));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
  return configured;
}

async function loadModule(use: string, where: string, modules: SourceModules): Promise<SourceModule> {
  const load = Object.hasOwn(modules, use) ? modules[use] : undefined;
  if (load) return load();
  const known = Object.keys(modules).join(", ");
  throw new ConfigurationError([`${where}.use: there is no source "${use}"; there are ${known}`]);
}

function configureSource(entry: SourceEntry, where: string, module: SourceModule): ConfiguredSource {
  const { use, name = use, options = {}, ...settings } = entry;
  const read = readOptions(module, options, `${where}.options`);
  if ("create" in module) {
    return {
      where,
      collector: placingFaults(`${where}.options`, () => module.create(read)),
      settings: { ...settings, name },
    };
  }
  const scheduling = Object.keys(settings).find((key) => settings[key as keyof typeof settings] !== undefined);
  if (scheduling !== undefined) {
    throw new ConfigurationError([`${where}.${scheduling}: "${use}" receives what it is sent, and runs all the time`]);
  }
  if (!isValidSource(name)) throw new ConfigurationError([`${where}.name: ${JSON.stringify(name)} is no valid source`]);
  return { where, receiver: placingFaults(`${where}.options`, () => module.receive(read)), settings: { name } };
}

/** What a source finds wrong itself, such as a variable that is not set, says where the options stand, too. */
function placingFaults<T>(where: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(error.faults.map((fault) => `${where}: ${fault}`));
  }
}

/** Makes one path of where the options stand and what is wrong in them: `sources[0].options.targets[0].url`. */
function readOptions(module: SourceModule, options: object, where: string): object {
  try {
    return validateConfiguration(module.options, options, where);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(error.faults.map((fault) => fault.replace(`${where}: `, () => `${where}.`)));
  }
}
