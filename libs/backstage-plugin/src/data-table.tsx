import type { ReactNode } from "react";

export interface DataTableProps {
  label: string;
  header: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

const CELL = { padding: "4px 12px 4px 0", textAlign: "start", verticalAlign: "top" } as const;

/** A small table; one that is too wide scrolls by itself, by the keyboard too. */
export function DataTable({ label, header, rows }: DataTableProps) {
  return (
    <div role="region" aria-label={label} tabIndex={0} style={{ overflowX: "auto" }}>
      <table style={{ borderCollapse: "collapse", width: "100%" }}>
        <thead>
          <tr>
            {header.map((title) => (
              <th key={title} scope="col" style={CELL}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, index) => (
                <td key={header[index]} style={CELL}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
