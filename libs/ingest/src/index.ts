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
  ClaimRow,
  ResourceRow,
  SeriesRow,
  SnapshotRow,
  SnapshotTouch,
  SweepRow,
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
export { UnstorableError, type CatalogStore, type CatalogTransaction } from "./catalog-store.js";
export { ingestBatch } from "./ingest-batch.js";
export type { OpenableMessage } from "./open-message.js";
export { OUTCOMES, type Outcome } from "./outcome.js";
export { keysOf, planBatch, settleOutcomes } from "./plan-batch.js";
export { rejectionOf, type Fault, type Rejection } from "./rejection.js";
