import {
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_text,
  tableFeatures,
  type ColumnDef,
  type RowData,
} from "@tanstack/react-table";

/** What every table can do. Filtering is the pages' own: it belongs to the URL. */
export const TABLE_FEATURES = tableFeatures({
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, text: sortFn_text },
});

export type TableFeatures = typeof TABLE_FEATURES;

/** A column of a {@link DataTable} over rows of `Row`, whatever the type of its cells. */
// oxlint-disable-next-line typescript/no-explicit-any -- cells of different types stand in one list
export type Column<Row extends RowData> = ColumnDef<TableFeatures, Row, any>;

/** Builds the columns of a table of `Row`s. */
export function columnsOf<Row extends RowData>() {
  return createColumnHelper<TableFeatures, Row>();
}
