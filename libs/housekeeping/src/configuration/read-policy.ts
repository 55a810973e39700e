import { millisecondsOf } from "@binnacle/collector";
import { ConfigurationError } from "@binnacle/errors";
import { plainToInstance } from "class-transformer";
import type { Guard, HousekeepingPolicy, RemovalRule, SeriesRule } from "../rules.js";
import {
  HousekeepingConfiguration,
  type GuardConfiguration,
  type LeftoverConfiguration,
  type SeriesConfiguration,
} from "./housekeeping-configuration.js";

const DEFAULT_GUARD: Guard = { share: 0.2, count: Number.POSITIVE_INFINITY, upTo: 0 };

/**
 * What a valid configuration comes to; what it does not say is as the defaults have it.
 * @param where what the faults name first, such as the file's path
 * @throws ConfigurationError where keys do not go together
 */
export function readPolicy(valid: object, where: string): HousekeepingPolicy {
  const configuration = plainToInstance(HousekeepingConfiguration, valid);
  const { schedule, erasure, probe, keep } = configuration;
  const policy: HousekeepingPolicy = {
    schedule,
    erasure,
    undoFor: millisecondsOf(configuration.undoFor),
    load: configuration.load,
    probe: { every: millisecondsOf(probe.every), margin: probe.margin === "0s" ? 0 : millisecondsOf(probe.margin) },
    rules: readRules(configuration),
    series: configuration.series.map(readSeries),
    keep: {
      rejections: millisecondsOf(keep.rejections),
      changes: millisecondsOf(keep.changes),
      sweeps: millisecondsOf(keep.sweeps),
      runs: millisecondsOf(keep.runs),
      tombstones: millisecondsOf(keep.tombstones),
      audit: millisecondsOf(keep.audit),
    },
  };
  const faults = faultsOf(policy).map((fault) => `${where}: housekeeping.${fault}`);
  if (faults.length > 0) throw new ConfigurationError(faults);
  return policy;
}

function readRules(configuration: HousekeepingConfiguration): RemovalRule[] {
  const { leases, sweeps, rules, orphans, undeclared } = configuration;
  const guardOf = (own: GuardConfiguration = {}): Guard => {
    const { guard } = configuration;
    return {
      share: own.share ?? guard.share ?? DEFAULT_GUARD.share,
      count: own.count ?? guard.count ?? DEFAULT_GUARD.count,
      upTo: own.upTo ?? guard.upTo ?? DEFAULT_GUARD.upTo,
    };
  };
  const leftover = <Kind extends "orphan" | "undeclared">(
    kind: Kind,
    name: string,
    { after, types, guard }: LeftoverConfiguration,
  ) => ({ kind, name, guard: guardOf(guard), after: millisecondsOf(after), resourceTypes: types });
  return [
    ...(leases.enabled ? [{ kind: "lease" as const, name: "leases", guard: guardOf(leases.guard) }] : []),
    ...(sweeps.enabled ? [{ kind: "sweep" as const, name: "sweeps", guard: guardOf(sweeps.guard) }] : []),
    ...rules.map(({ name, type, createdBefore, withoutReading, children, guard }) => ({
      kind: "stale" as const,
      name,
      guard: guardOf(guard),
      resourceType: type,
      createdBefore: millisecondsOf(createdBefore),
      readingTypes: withoutReading.types,
      silentFor: millisecondsOf(withoutReading.for),
      withChildren: children,
    })),
    ...(orphans ? [leftover("orphan", "orphans", orphans)] : []),
    ...(undeclared ? [leftover("undeclared", "undeclared", undeclared)] : []),
  ];
}

function readSeries({ type, keepFor, keepLast, thinOut }: SeriesConfiguration): SeriesRule {
  return {
    readingType: type,
    keepFor: keepFor === undefined ? undefined : millisecondsOf(keepFor),
    keepLast,
    thinOut: thinOut && { after: millisecondsOf(thinOut.after), onePer: millisecondsOf(thinOut.onePer) },
  };
}

function faultsOf({ keep, series }: HousekeepingPolicy): string[] {
  return [
    ...(keep.rejections > keep.tombstones ? ["keep.rejections must be at most keep.tombstones"] : []),
    ...series.flatMap(({ keepFor, keepLast, thinOut }, index) =>
      (keepFor ?? keepLast ?? thinOut) ? [] : [`series[${index}] must say keepFor, keepLast or thinOut`],
    ),
  ];
}
