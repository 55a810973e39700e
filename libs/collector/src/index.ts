export { CollectorRunner, type CollectorRunnerOptions } from "./collector-runner.js";
export {
  Collector,
  defineCollector,
  optionsOf,
  type CollectContext,
  type CollectorClass,
  type CollectorOptions,
  type DefinedCollector,
} from "./collector.js";
export { currentRun, type CurrentRun } from "./current-run.js";
export { deliverRecords, type DeliverOptions, type RecordDelivery } from "./deliver-records.js";
export { inParallel } from "./in-parallel.js";
export { millisecondsOf } from "./milliseconds-of.js";
export { stderrLogger, type Logger } from "./logger.js";
export type { OwnedType } from "./owned-types.js";
export {
  emptyPublishReport,
  type Publisher,
  type PublishFailure,
  type PublishReport,
  type PublishSession,
} from "./publisher.js";
export { InMemoryPublisher } from "./publishers/in-memory-publisher.js";
export { IntakePublisher } from "./publishers/intake-publisher.js";
export { NdjsonPublisher } from "./publishers/ndjson-publisher.js";
export { reading, removal, resource } from "./record-builders.js";
export { runCollector, type RunCollectorOptions } from "./run-collector.js";
export type { ProgressReport, RunListener } from "./run-listener.js";
export type { RecordCounts, RunFailure, RunOutcome, RunReport } from "./run-report.js";
export { parseSchedule, type Schedule } from "./schedule.js";
export { linkTarget } from "./source-client/link-header.js";
export type { SourceAnswer } from "./source-client/source-answer.js";
export { SourceClient } from "./source-client/source-client.js";
export type {
  GetOptions,
  PageOptions,
  Query,
  QueryValue,
  SourceClientOptions,
  SourceRequest,
} from "./source-client/source-client-options.js";
export { SourceError, type SourceFault } from "./source-client/source-error.js";
export type { RequestEnding } from "./source-client/request-listener.js";
export { readVariables, variable, type Variable, type VariableOptions } from "./variables.js";
export type { CollectorFinding, FindingCode } from "./testing/collector-finding.js";
export { testCollector, type CollectorTest, type TestCollectorOptions } from "./testing/test-collector.js";
export type { Varying } from "./testing/without-varying.js";
