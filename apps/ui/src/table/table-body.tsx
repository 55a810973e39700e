import type { Column as TableColumn, Row as TableRowModel, RowData } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import classes from "./data-table.module.css";
import { rowsInSteps } from "./rows-in-steps.js";
import type { TableFeatures } from "./table-features.js";
import { TableRow } from "./table-row.js";

const ROW_HEIGHT = 41;
/** Rows beyond those in view, above and below, at least: what Chromium scrolls to while the page is busy. */
const OVERSCAN = 6;

export interface TableBodyProps<Row extends RowData> {
  /** All of them, in the order in which they are shown. */
  rows: readonly TableRowModel<TableFeatures, Row>[];
  columns: readonly TableColumn<TableFeatures, Row>[];
  /** The element that is scrolled; `null` until it is there. */
  box: HTMLElement | null;
}

/** The rows of a {@link DataTable} that are in view. The only part of it that is drawn again when it is scrolled. */
export function TableBody<Row extends RowData>({ rows, columns, box }: TableBodyProps<Row>) {
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    rangeExtractor: rowsInSteps,
  });
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <tbody className={classes.body} data-scrolling={virtualizer.isScrolling || undefined}>
      {before > 0 && <tr aria-hidden style={{ height: before }} />}
      {items.map(({ index }) => {
        const row = rows[index]!;
        return <TableRow key={row.id} row={row} columns={columns} position={index + 2} height={ROW_HEIGHT} />;
      })}
      {after > 0 && <tr aria-hidden style={{ height: after }} />}
    </tbody>
  );
}
