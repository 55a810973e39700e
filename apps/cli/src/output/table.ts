/** A column of a table: its heading, and what stands there. */
export interface Column {
  heading: string;
  cell: (item: never) => unknown;
}

const WIDEST = 60;

/** Lines with columns as wide as what stands in them, values cut at 60 characters. */
export function printTable(columns: readonly Column[], items: readonly unknown[]): string {
  const rows = [
    columns.map(({ heading }) => heading.toUpperCase()),
    ...items.map((item) => columns.map(({ cell }) => cellText(cell(item as never)))),
  ];
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]!.length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((text, index) => text.padEnd(widths[index]!))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

function cellText(value: unknown): string {
  if (value === undefined || value === null) return "-";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  // What a reading holds must not steer the terminal.
  const printable = text.replaceAll(/\p{Cc}/gu, " ");
  return printable.length > WIDEST ? `${printable.slice(0, WIDEST - 1)}…` : printable;
}
