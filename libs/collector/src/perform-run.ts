import { collector, type CollectorRun, type SweepRecord, type Timestamp } from "@binnacle/contract";
import { SpanStatusCode, trace } from "@opentelemetry/api";
import type { CollectContext, Collector } from "./collector.js";
import { asPartOf } from "./current-run.js";
import { messageOf } from "./error-message.js";
import type { Logger } from "./logger.js";
import { OwnedTypes, type OwnedType } from "./owned-types.js";
import { prepareRecord } from "./prepare-record.js";
import type { Publisher, PublishSession } from "./publisher.js";
import { pullRecords } from "./pull-records.js";
import { reading } from "./record-builders.js";
import { failureOf, RunTimeoutError } from "./run-ending.js";
import type { RunListener } from "./run-listener.js";
import { RunProgress } from "./run-progress.js";
import type { RunReport } from "./run-report.js";
import { RunTally } from "./run-tally.js";
import { orAborted, withinTime } from "./wait.js";

/** What a run needs. */
export interface RunOrder {
  collector: Collector;
  source: string;
  timeoutMs: number;
  publisher: Publisher;
  logger: Logger;
  listener: RunListener;
  now: () => Timestamp;
  /** When the next regular run is due, in milliseconds since 1970; absent where there is none. */
  nextRunOn?: number;
  /** Fires when the process stops. */
  stop: AbortSignal;
  /** Whether the catalog hears of the run by a `CollectorRun` reading; a dry run keeps it to itself. */
  announce: boolean;
  /** The types that a complete run publishes all of. */
  owns: readonly OwnedType[];
}

/** How long the publisher may take to send what it holds once the collector has ended; it tries again by itself for 30 s. */
const FLUSH_MS = 45_000;

const TRACER = trace.getTracer("@binnacle/collector");

/** Collects once and publishes what is found. Never throws: whatever happens is in the report. */
export function performRun(order: RunOrder): Promise<RunReport> {
  return TRACER.startActiveSpan("collect", { attributes: { "binnacle.source": order.source } }, async (span) => {
    const report = await collectAndPublish(order);
    const { outcome, published, failureCount } = report;
    span.setAttributes({
      "binnacle.outcome": outcome,
      "binnacle.records": published,
      "binnacle.failures": failureCount,
    });
    if (outcome === "failed") span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    return report;
  });
}

async function collectAndPublish(order: RunOrder): Promise<RunReport> {
  const begin = performance.now();
  const tally = new RunTally(order.source, order.now());
  const session = order.publisher.open(order.source);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(new RunTimeoutError(order.timeoutMs)), order.timeoutMs);
  const owned = new OwnedTypes(order.owns, tally.startedOn);
  const context = contextOf(order, tally, AbortSignal.any([timeout.signal, order.stop]));
  const afterPublishing: (() => void)[] = [];
  const run = {
    ...context,
    listener: order.listener,
    deadline: Date.now() + order.timeoutMs,
    whenPublished: (action: () => void) => void afterPublishing.push(action),
  };
  try {
    await asPartOf(run, () => collect(order, context, session, { tally, owned }));
  } catch (error) {
    tally.end(error);
  } finally {
    clearTimeout(timer);
  }
  await flush(session, tally);
  // A run that failed, was cut off or found nothing must not say that this is all there is.
  if (tally.isComplete()) await sweep(session, owned.sweeps(order.logger), tally);
  const report = tally.report(order.now(), Math.round(performance.now() - begin));
  if (report.outcome === "ok" || report.outcome === "empty") for (const action of afterPublishing) action();
  if (order.announce) await announce(session, report, order.logger);
  return report;
}

async function collect(
  order: RunOrder,
  context: CollectContext,
  session: PublishSession,
  { tally, owned }: { tally: RunTally; owned: OwnedTypes },
): Promise<void> {
  for await (const value of pullRecords(order.collector, context)) {
    const { record, failure } = prepareRecord(value, order.source, order.now());
    if (failure) {
      tally.fail(failure);
      continue;
    }
    tally.count(record);
    owned.see(record);
    await orAborted(session.publish(record), context.signal);
  }
}

function contextOf(order: RunOrder, tally: RunTally, signal: AbortSignal): CollectContext {
  const progress = new RunProgress(order.source, order.logger, order.listener);
  return {
    source: order.source,
    startedOn: tally.startedOn,
    signal,
    ...(order.nextRunOn === undefined ? {} : { endBy: endBy(order.nextRunOn, order.timeoutMs) }),
    logger: order.logger,
    now: order.now,
    progress: (done, total) => progress.report(done, total),
    warn(detail, cause) {
      tally.fail({ code: "WARNING", detail: cause === undefined ? detail : `${detail}: ${messageOf(cause)}` });
    },
  };
}

/** A tenth of the time, at most 5 s, is left for sending what was found last. */
function endBy(nextRunOn: number, timeoutMs: number): number {
  const left = Math.min(nextRunOn - Date.now(), timeoutMs);
  return Date.now() + left - Math.min(left / 10, 5_000);
}

/** Sends what the publisher still holds, and counts what arrived. */
async function flush(session: PublishSession, tally: RunTally): Promise<void> {
  try {
    tally.sent(await withinTime(FLUSH_MS, session.flush()));
  } catch (error) {
    tally.fail(failureOf(error));
  }
}

/** States what there is no more of. */
async function sweep(session: PublishSession, sweeps: readonly SweepRecord[], tally: RunTally): Promise<void> {
  if (sweeps.length === 0) return;
  for (const record of sweeps) {
    tally.count(record);
    await withinTime(FLUSH_MS, session.publish(record)).catch((error: unknown) => tally.fail(failureOf(error)));
  }
  await flush(session, tally);
}

/** Tells the catalog how the run went; the telling itself is not counted among its records. */
async function announce(session: PublishSession, report: RunReport, logger: Logger): Promise<void> {
  const { source, startedOn, endedOn, outcome, published } = report;
  const value: CollectorRun = { startedOn, endedOn, outcome, records: published };
  try {
    const run = reading(collector(source), "CollectorRun", value, { collectedOn: endedOn });
    await withinTime(FLUSH_MS, session.publish(run));
    const { failed } = await withinTime(FLUSH_MS, session.flush());
    if (failed[0]) logger.warn({ code: failed[0].code, detail: failed[0].detail }, "the run could not be announced");
  } catch (error) {
    logger.warn({ err: error }, "the run could not be announced");
  }
}
