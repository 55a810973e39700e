export { acceptRecord, type Acceptance, type RecordContext } from "./accept-record.js";
export type {
  AcceptedReading,
  AcceptedRecord,
  AcceptedRemoval,
  AcceptedResource,
  AcceptedSweep,
  IdentifiedResource,
} from "./accepted-record.js";
export type {
  BatchKeys,
  BatchPlan,
  ChangeKind,
  ClaimRow,
  ResourceChange,
  ResourceRow,
  SeriesRow,
  SnapshotRow,
  SnapshotTouch,
  SourceTally,
  SweepRow,
  TypeTally,
  WrittenRows,
} from "./batch-plan.js";
export { BatchReport, type LedgerEntry } from "./batch-report.js";
export {
  snapshotKey,
  type CatalogState,
  type ResourceState,
  type SnapshotAddress,
  type StoredResource,
  type StoredSnapshot,
} from "./catalog-state.js";
export {
  UnstorableError,
  type CatalogPreview,
  type CatalogStore,
  type CatalogTransaction,
  type CatalogView,
} from "./catalog-store.js";
export { changesOf } from "./changes-of.js";
export { explainBatch, type ExplainedPlan, type RecordEffect } from "./explain-batch.js";
export { hidingOf } from "./hiding-of.js";
export { ingestBatch, type IngestOptions } from "./ingest-batch.js";
export { keptSince, type Retention } from "./kept-since.js";
export { openMessage, type JudgedRecord, type OpenableMessage, type OpenedMessage } from "./open-message.js";
export { OUTCOMES, type Outcome } from "./outcome.js";
export { keysOf, planBatch, settleOutcomes, type PlanOptions } from "./plan-batch.js";
export type { ShownResource } from "./planner.js";
export {
  parseReceiptRequest,
  printReceiptRequest,
  RECEIPT_ATTRIBUTE,
  type ReceiptPart,
  type ReceiptRequest,
  type RecordOutcome,
} from "./receipt.js";
export { printRedrive, REDRIVE_ATTRIBUTE, type RedrivableRejection, type Redrive } from "./redrive.js";
export { rejectionOf, type Fault, type Rejection } from "./rejection.js";
export { sourcesOf } from "./sources-of.js";
export { talliesOf } from "./tallies-of.js";
export { TransactionSlots } from "./transaction-slots.js";
