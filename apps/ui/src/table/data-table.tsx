import { Group, Text, UnstyledButton } from "@mantine/core";
import { IconArrowsSort, IconSortAscending, IconSortDescending } from "@tabler/icons-react";
import { useTable, type ColumnVisibilityState, type RowData, type SortingState } from "@tanstack/react-table";
import { useState, type ReactNode } from "react";
import classes from "./data-table.module.css";
import { TableBody } from "./table-body.js";
import { TABLE_FEATURES, type Column } from "./table-features.js";

export interface DataTableProps<Row extends RowData> {
  /** What the table is of, for those who cannot see it. */
  label: string;
  /** Stable between renders. */
  columns: Column<Row>[];
  /** Stable between renders. */
  rows: Row[];
  rowId: (row: Row) => string;
  sorting: SortingState;
  onSortingChange: (sorting: SortingState) => void;
  /** Columns that are not shown, by id with `false`. */
  visibility?: ColumnVisibilityState;
  /** Shown instead of rows when there are none. */
  empty?: ReactNode;
  /** CSS height of the scrolling box; it shrinks to fewer rows. */
  height?: string;
}

/** A table that stays smooth with tens of thousands of rows: only those in view are in the page. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowId, sorting, onSortingChange, visibility = {}, empty, height = "70vh" } = props;
  const [box, setBox] = useState<HTMLElement | null>(null);
  const table = useTable({
    features: TABLE_FEATURES,
    columns,
    data: rows,
    getRowId: rowId,
    state: { sorting, columnVisibility: visibility },
    onSortingChange: (change) => onSortingChange(typeof change === "function" ? change(sorting) : change),
  });
  const shown = table.getRowModel().rows;
  const width = table.getTotalSize();
  const shownColumns = table.getVisibleLeafColumns();

  if (rows.length === 0 && empty !== undefined) return empty;
  return (
    <div className={classes.frame}>
      <div
        ref={setBox}
        className={classes.box}
        style={{ maxHeight: height }}
        tabIndex={0}
        role="region"
        aria-label={label}
      >
        <table className={classes.table} style={{ minWidth: width }} aria-rowcount={shown.length + 1}>
          <colgroup>
            {shownColumns.map((column) => (
              <col key={column.id} style={{ width: `${(column.getSize() / width) * 100}%` }} />
            ))}
          </colgroup>
          <thead className={classes.head}>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id} aria-rowindex={1}>
                {group.headers.map((header) => {
                  const sorted = header.column.getIsSorted();
                  return (
                    <th
                      key={header.id}
                      scope="col"
                      className={classes.cell}
                      aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : undefined}
                    >
                      {header.column.getCanSort() ? (
                        <UnstyledButton className={classes.sort} onClick={header.column.getToggleSortingHandler()}>
                          <Group gap={4} wrap="nowrap">
                            <Text size="sm" fw={600} truncate>
                              <table.FlexRender header={header} />
                            </Text>
                            <SortIcon sorted={sorted} />
                          </Group>
                        </UnstyledButton>
                      ) : (
                        <Text size="sm" fw={600} truncate>
                          <table.FlexRender header={header} />
                        </Text>
                      )}
                    </th>
                  );
                })}
              </tr>
            ))}
          </thead>
          <TableBody rows={shown} columns={shownColumns} box={box} />
        </table>
      </div>
    </div>
  );
}

function SortIcon({ sorted }: { sorted: false | "asc" | "desc" }) {
  const Icon = sorted === "asc" ? IconSortAscending : sorted === "desc" ? IconSortDescending : IconArrowsSort;
  return <Icon size={14} aria-hidden opacity={sorted === false ? 0.4 : 1} />;
}
