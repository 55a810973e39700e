import { FlexRender, type Column as TableColumn, type Row as TableRowModel, type RowData } from "@tanstack/react-table";
import { memo } from "react";
import classes from "./data-table.module.css";
import type { TableFeatures } from "./table-features.js";

export interface TableRowProps<Row extends RowData> {
  row: TableRowModel<TableFeatures, Row>;
  /** Those that are shown: a row is drawn again only when they, or what it says, have changed, and not when the table is scrolled. */
  columns: readonly TableColumn<TableFeatures, Row>[];
  /** Among all rows, the header being the first. */
  position: number;
  height: number;
}

function PlainTableRow<Row extends RowData>({ row, position, height }: TableRowProps<Row>) {
  return (
    <tr className={classes.row} style={{ height }} aria-rowindex={position}>
      {row.getVisibleCells().map((cell) => (
        <td key={cell.id} className={classes.cell}>
          <FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  );
}

/** A row of a {@link DataTable}. */
export const TableRow = memo(PlainTableRow) as typeof PlainTableRow;
