import { isNamedSource, isValidName, isValidSource, isValidType } from "@binnacle/contract";
import { ConfigurationError } from "@binnacle/errors";
import type { CollectorOptions } from "./collector.js";
import { millisecondsOf } from "./milliseconds-of.js";
import { type OwnedType, typeOf } from "./owned-types.js";
import { parseSchedule, type Schedule } from "./schedule.js";

/** A collector's options, read and checked. */
export interface RunSettings {
  name: string;
  schedule: Schedule;
  timeoutMs: number;
  retries: number;
  retryDelayMs: number;
  owns: readonly OwnedType[];
}

/**
 * Reads the options that say how a collector is run.
 * @throws ConfigurationError with a line for each option that cannot be read, which begins with the option's name.
 */
export function readSettings(options: CollectorOptions): RunSettings {
  const faults: string[] = [];
  const read = <T>(option: keyof CollectorOptions, parse: () => T): T | undefined => {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      faults.push(...error.faults.map((fault) => `${option}: ${fault}`));
      return undefined;
    }
  };
  const settings = {
    name: read("name", () => checkName(options.name)),
    schedule: read("schedule", () => parseSchedule(options.schedule)),
    timeoutMs: read("timeout", () => millisecondsOf(options.timeout ?? "5m")),
    retries: read("retries", () => checkCount(options.retries ?? 2)),
    retryDelayMs: read("retryDelay", () => millisecondsOf(options.retryDelay ?? "2s")),
    owns: read("owns", () => checkOwned(options.owns ?? [], options.name)),
  };
  if (faults.length > 0) throw new ConfigurationError(faults);
  return settings as RunSettings;
}

function checkName(name: string): string {
  if (!isValidSource(name)) throw new ConfigurationError([`"${name}" is not 1 to 128 of A-Z a-z 0-9 . _ : / -`]);
  return name;
}

function checkCount(count: number): number {
  if (!Number.isInteger(count) || count < 0) throw new ConfigurationError([`${count} is no whole number from 0`]);
  return count;
}

function checkOwned(owned: readonly OwnedType[], source: string): readonly OwnedType[] {
  const faults = owned.flatMap((of) => {
    const parent = typeof of === "string" ? undefined : of.parent;
    const isParent = parent === undefined || (isValidType(parent.type) && isValidName(parent.name));
    return [
      ...(isValidType(typeOf(of)) ? [] : [`${JSON.stringify(typeOf(of))} is no type of a Resource`]),
      ...(isParent ? [] : [`${JSON.stringify(parent)} is no address of a parent`]),
    ];
  });
  if (owned.length > 0 && isValidSource(source) && !isNamedSource(source))
    faults.push(`a source named "${source}" can own nothing`);
  if (faults.length > 0) throw new ConfigurationError(faults);
  return owned;
}
