import classes from "./data-table.module.css";

export interface CellTextProps {
  children: string;
  /** Said more quietly: that there is nothing, say. */
  isDimmed?: boolean;
}

/** A text in a cell, with all of it on hover where it is cut. Plain markup: while a table is scrolled, hundreds are drawn in a frame. */
export function CellText({ children, isDimmed }: CellTextProps) {
  return (
    <span className={classes.text} title={children} data-dimmed={isDimmed || undefined}>
      {children}
    </span>
  );
}
