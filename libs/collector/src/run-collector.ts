import type { Writable } from "node:stream";
import type { Collector, CollectorClass, CollectorOptions } from "./collector.js";
import { CollectorRunner } from "./collector-runner.js";
import { stderrLogger, type Logger } from "./logger.js";
import type { Publisher } from "./publisher.js";
import { IntakePublisher } from "./publishers/intake-publisher.js";
import { NdjsonPublisher } from "./publishers/ndjson-publisher.js";
import type { RunReport } from "./run-report.js";

export interface RunCollectorOptions extends Partial<CollectorOptions> {
  /** Origin of a provider whose intake takes the records, as `http://127.0.0.1:3000`. */
  intake?: string | undefined;
  /** For that provider, where it asks for one. */
  token?: string | undefined;
  /** Where the records go instead; closed at the end. With neither they are printed, a line of JSON each. */
  publisher?: Publisher;
  /** Prints the records whatever else is said. */
  dryRun?: boolean;
  /** What records are printed to. Default: standard output. */
  output?: Writable;
  /** Default: lines of text on standard error. */
  logger?: Logger;
}

/**
 * Collects once, with retries: the form for scripts, jobs and tests. Takes an instance, a definition, or a class without
 * constructor arguments. A run that failed does not throw: look at the outcome.
 * @throws ConfigurationError if the collector's options cannot be read
 */
export async function runCollector(
  collector: Collector | CollectorClass,
  {
    intake,
    token,
    publisher,
    dryRun,
    output = process.stdout,
    logger = stderrLogger(),
    ...overrides
  }: RunCollectorOptions = {},
): Promise<RunReport> {
  const sender = publisher ?? (intake === undefined ? undefined : new IntakePublisher(intake, token));
  const isPrinting = dryRun === true || sender === undefined;
  const runner = new CollectorRunner({
    publisher: isPrinting ? new NdjsonPublisher(output) : sender,
    logger,
    announce: !isPrinting,
  });
  try {
    const instance = typeof collector === "function" ? new collector() : collector;
    const [report] = await runner.add(instance, overrides).runOnce();
    return report!;
  } finally {
    await sender?.close();
  }
}
