import {
  addMicros,
  type CatalogRecord,
  nowTimestamp,
  type SweepRecord,
  type Timestamp,
  unknownFields,
} from "@binnacle/contract";
import type { CollectContext, Collector, CollectorClass, CollectorOptions } from "../collector.js";
import { optionsOf } from "../collector.js";
import { CollectorRunner } from "../collector-runner.js";
import { describeRecord } from "../describe-record.js";
import type { Logger } from "../logger.js";
import { typeOf } from "../owned-types.js";
import { InMemoryPublisher } from "../publishers/in-memory-publisher.js";
import type { RunReport } from "../run-report.js";
import { checkRecords } from "./check-records.js";
import { type CollectorFinding, findingText } from "./collector-finding.js";
import { compareRuns, findContradictions } from "./compare-runs.js";
import type { Varying } from "./without-varying.js";

export interface TestCollectorOptions extends Partial<CollectorOptions> {
  /** Types whose Resources other collectors state, so that readings of them need no resource record of this one. */
  foreign?: readonly string[];
  /** What of which readings varies by its nature: `{ HealthCheck: ["/latencyMs"] }`. */
  varying?: Varying;
  /** Default: nothing is logged. */
  logger?: Logger;
}

/** How a collector did in a test. */
export interface CollectorTest {
  /** What the first run published, but for sweeps: in canonical form, as it would travel. */
  records: CatalogRecord[];
  sweeps: SweepRecord[];
  /** One for each of the two runs. */
  runs: RunReport[];
  findings: CollectorFinding[];
  /** The findings, a line each; empty where there are none: `expect(test.report).toBe("")`. */
  report: string;
}

/** Long enough for every field of a clock but the day to be another in the second run. */
const LATER_MICROS = 3_661_000_000;
const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Runs a collector twice over a source that does not change, and looks for what goes wrong only later: records that break the
 * contract, misspelt fields, readings of Resources that nobody states, names and values that are not the same the second time. The
 * second run believes that it is an hour later. A class, or a function that gives a collector, is asked for a new one for each run.
 */
export async function testCollector(
  collector: Collector | CollectorClass | (() => Collector),
  { foreign = [], varying = {}, logger = SILENT, ...overrides }: TestCollectorOptions = {},
): Promise<CollectorTest> {
  const findings: CollectorFinding[] = [];
  const run = async (
    which: string,
    now: () => Timestamp,
  ): Promise<{ publisher: InMemoryPublisher; report: RunReport }> => {
    const publisher = new InMemoryPublisher();
    const instance = instanceOf(collector);
    const options = optionsOf(instance, { ...overrides, retries: 0 });
    const runner = new CollectorRunner({ publisher, logger, now });
    const [report] = await runner.add(withChecks(instance, which, findings), options).runOnce();
    findings.push(...runFindings(report!, which), ...missingSweeps(options, publisher, which));
    return { publisher, report: report! };
  };
  const first = await run("first", nowTimestamp);
  const second = await run("second", () => addMicros(nowTimestamp(), LATER_MICROS));
  const [records, again] = [first, second].map(({ publisher }) =>
    plain(publisher.records).filter((record) => !isSweep(record)),
  );
  findings.push(
    ...checkRecords(records!, new Set(foreign)),
    ...findContradictions(records!),
    ...compareRuns(records!, again!, varying),
  );
  const all = distinct(findings);
  return {
    records: records!,
    sweeps: plain(first.publisher.records).filter(isSweep),
    runs: [first.report, second.report],
    findings: all,
    report: all.map(findingText).join("\n"),
  };
}

function instanceOf(collector: Collector | CollectorClass | (() => Collector)): Collector {
  if (typeof collector !== "function") return collector;
  return isClass(collector) ? new collector() : collector();
}

/** Arrow functions have no prototype, and that of a class is fixed. */
function isClass(collector: CollectorClass | (() => Collector)): collector is CollectorClass {
  return Object.getOwnPropertyDescriptor(collector, "prototype")?.writable === false;
}

/** What it yields is looked at before the SDK drops what the contract does not know. */
function withChecks(collector: Collector, which: string, findings: CollectorFinding[]): Collector {
  return {
    async *collect(context: CollectContext) {
      for await (const record of collector.collect(context)) {
        if (which === "first") {
          for (const { path, detail } of unknownFields(record)) {
            findings.push({ code: "UNKNOWN_FIELD", record: describeRecord(record), path, detail });
          }
        }
        yield record;
      }
    },
  };
}

function runFindings({ outcome, failures }: RunReport, which: string): CollectorFinding[] {
  const faults = failures.map(({ code, record, path, detail }): CollectorFinding =>
    record === undefined
      ? { code: "RUN", detail: `the ${which} run: ${code} ${detail}` }
      : { code: "RECORD", record, ...(path ? { path } : {}), detail: `${code} ${detail}` },
  );
  const isEmpty: CollectorFinding[] =
    outcome === "empty" ? [{ code: "RUN", detail: `the ${which} run found nothing` }] : [];
  return [...faults, ...isEmpty];
}

function missingSweeps(
  { owns = [] }: CollectorOptions,
  { records }: InMemoryPublisher,
  which: string,
): CollectorFinding[] {
  const swept = new Set(records.filter(isSweep).map(({ resourceType, parent }) => key(resourceType, parent?.name)));
  return owns
    .filter((owned) => !swept.has(key(typeOf(owned), typeof owned === "string" ? undefined : owned.parent.name)))
    .map((owned) => ({ code: "NO_SWEEP", detail: `the ${which} run did not sweep ${typeOf(owned)}, which it owns` }));
}

function key(type: string, parentName: string | undefined): string {
  return `${type}\n${parentName?.normalize("NFC") ?? ""}`;
}

/** As objects like any other: those of the contract have no prototype, which strict comparisons mind. */
function plain(records: readonly CatalogRecord[]): CatalogRecord[] {
  return JSON.parse(JSON.stringify(records)) as CatalogRecord[];
}

function isSweep(record: CatalogRecord): record is SweepRecord {
  return record.kind === "sweep";
}

function distinct(findings: readonly CollectorFinding[]): CollectorFinding[] {
  return [...new Map(findings.map((finding) => [findingText(finding), finding])).values()];
}
