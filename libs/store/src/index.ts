export { createDataSource, type StoreOptions } from "./data-source.js";
export { migrate } from "./migrate.js";
export { syncReadIndexes, type SyncedIndexes } from "./read-indexes/sync-read-indexes.js";
export type { ReadDemands } from "./read-indexes/read-index.js";
export { PostgresCatalogPreview } from "./postgres-catalog-preview.js";
export { PostgresCatalogStore } from "./postgres-catalog-store.js";
export { PostgresHousekeepingStore } from "./housekeeping/postgres-housekeeping-store.js";
export { requestUndo } from "./administration/request-undo.js";
export { settlePlan } from "./administration/settle-plan.js";
export { deleteRejection } from "./administration/delete-rejection.js";
export { PostgresCatalogAccess, type CatalogAccessOptions } from "./calculation-reader/postgres-catalog-access.js";
export { createProviderLogin } from "./administration/provider-login.js";
export { changeAudited, writeAudit, type AuditEntry } from "./administration/write-audit.js";
export { openDatabase, type Database, type Statement } from "./reads/database.js";
export type { CatalogReading, CatalogResource, TypeNameKey } from "./reads/columns.js";
export type { Change, ChangePosition, ChangeRow } from "./reads/change-columns.js";
export { findChange, findNewestChange, type ChangeFound } from "./reads/find-change.js";
export { listAncestors, type Ancestors } from "./reads/list-ancestors.js";
export { listAudit, type AuditKey, type StoredAuditEntry } from "./reads/list-audit.js";
export { listDescendants, type DescendantKey } from "./reads/list-descendants.js";
export {
  listPlans,
  listRuns,
  PLAN_STATUSES,
  type HousekeepingPlan,
  type HousekeepingRun,
  type PlanKey,
  type PlanStatus,
  type RunKey,
} from "./reads/list-housekeeping.js";
export { listPendingMigrations } from "./reads/list-pending-migrations.js";
export { listReferences, type ListReferencesInput, type ReferencedResource } from "./reads/list-references.js";
export { listReferrers } from "./reads/list-referrers.js";
export { listRejections, type RejectionKey, type StoredRejection } from "./reads/list-rejections.js";
export { countResources, listResources, type ListResourcesInput } from "./reads/list-resources.js";
export { listSources, type CatalogSource, type ListSourcesInput } from "./reads/list-sources.js";
export { listSeries, type ListSeriesInput, type SeriesKey } from "./reads/list-series.js";
export { listSeriesTypes } from "./reads/list-series-types.js";
export { listSnapshots, type ListSnapshotsInput } from "./reads/list-snapshots.js";
export { readChanges, type ChangesRead, type TransactionChanges } from "./reads/read-changes.js";
export { limitTime, type TimeLimit } from "./reads/time-limit.js";
export { listReadings, type ListReadingsInput, type ReadingFilter, type ReadingKey } from "./reads/list-readings.js";
export { findPredicateFault, placeRefusal, type PredicateFault } from "./reads/json-path/path-predicate.js";
export type { ReadingField } from "./reads/reading-field.js";
export { readReceipt, readReceiptKey, RECEIPT_LIFETIME_MS } from "./reads/read-receipt.js";
export { readReading } from "./reads/read-reading.js";
export { readRejection } from "./reads/read-rejection.js";
export { readResources } from "./reads/read-resources.js";
export { readSnapshots, type ReadSnapshotsInput } from "./reads/read-snapshots.js";
export type { FieldCondition, ResourceFilter } from "./reads/resource-filter.js";
export {
  summarizeReadingTypes,
  summarizeResourceTypes,
  type ReadingTypeSummary,
  type ResourceTypeSummary,
} from "./reads/summarize-types.js";
export { tracedDatabase } from "./reads/traced-database.js";
export { poolUse } from "./pool-use.js";
