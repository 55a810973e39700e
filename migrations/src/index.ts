import { Catalog1763800000000 } from "./1763800000000-catalog.js";
import { Redrive1763800100000 } from "./1763800100000-redrive.js";
import { Changes1763800200000 } from "./1763800200000-changes.js";
import { ChangeOrder1763800210000 } from "./1763800210000-change-order.js";
import { ReadIndexes1763800300000 } from "./1763800300000-read-indexes.js";
import { ResourcesByType1763800310000 } from "./1763800310000-resources-by-type.js";
import { Housekeeping1763800400000 } from "./1763800400000-housekeeping.js";
import { Receipts1763800500000 } from "./1763800500000-receipts.js";
import { Audit1763800600000 } from "./1763800600000-audit.js";
import { CalculationViews1763800700000 } from "./1763800700000-calculation-views.js";
import { SnapshotTally1763800800000 } from "./1763800800000-snapshot-tally.js";
import { HiddenCounts1763800900000 } from "./1763800900000-hidden-counts.js";
import { ChildColumns1763801000000 } from "./1763801000000-child-columns.js";
import { LeanViews1763801100000 } from "./1763801100000-lean-views.js";
import { SeriesEvents1763801200000 } from "./1763801200000-series-events.js";
import { HiddenAbsent1763801300000 } from "./1763801300000-hidden-absent.js";

/** Every migration, oldest first. Append only: a landed migration never changes. */
export const MIGRATIONS = [
  Catalog1763800000000,
  Redrive1763800100000,
  Changes1763800200000,
  ChangeOrder1763800210000,
  ReadIndexes1763800300000,
  ResourcesByType1763800310000,
  Housekeeping1763800400000,
  Receipts1763800500000,
  Audit1763800600000,
  CalculationViews1763800700000,
  SnapshotTally1763800800000,
  HiddenCounts1763800900000,
  ChildColumns1763801000000,
  LeanViews1763801100000,
  SeriesEvents1763801200000,
  HiddenAbsent1763801300000,
];
