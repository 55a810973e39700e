import { AuditTable } from "./audit.table.js";
import { ChangeTable } from "./change.table.js";
import { ClaimTable } from "./claim.table.js";
import { HiddenNoteTable, HiddenTable, HiddenTallyTable } from "./hidden.table.js";
import {
  HousekeepingDecisionTable,
  HousekeepingPlanTable,
  HousekeepingRunTable,
  TombstoneTable,
} from "./housekeeping.table.js";
import { SeriesTable, SnapshotTable } from "./reading.table.js";
import { ReceiptKeyTable, ReceiptTable } from "./receipt.table.js";
import { ReferenceTable } from "./reference.table.js";
import { RejectionTable } from "./rejection.table.js";
import { ResourceTable } from "./resource.table.js";
import { SourceTallyTable } from "./source-tally.table.js";
import { SweepTable } from "./sweep.table.js";
import { TypeTallyTable } from "./type-tally.table.js";

/**
 * The tables as TypeORM knows them: for single rows by key, and for the check that they agree with the migrations. Everything else
 * is a statement of its own in `operations` and `reads`, also because a `Date` holds neither microseconds nor infinity.
 */
export const TABLES = [
  ResourceTable,
  ClaimTable,
  SweepTable,
  SnapshotTable,
  ReferenceTable,
  SeriesTable,
  RejectionTable,
  ChangeTable,
  TypeTallyTable,
  SourceTallyTable,
  ReceiptTable,
  ReceiptKeyTable,
  AuditTable,
  HousekeepingPlanTable,
  HousekeepingRunTable,
  HousekeepingDecisionTable,
  TombstoneTable,
  HiddenTable,
  HiddenTallyTable,
  HiddenNoteTable,
];
