import type { Ordeal } from "./endure.js";

/** What was injected and survived, for people. */
export function ordealTable(ordeals: readonly Ordeal[]): string {
  const rows = ordeals.flatMap(({ name, injections, records, recoverySeconds, findings }) => {
    const recovered = findings.length === 0 ? `yes, in ${recoverySeconds.toFixed(1)} s` : "NO";
    const faults = injections.length > 0 ? injections : [{ fault: name, times: 0 }];
    return faults.map(({ fault, times }, index) => [
      fault,
      String(times),
      index === 0 ? String(records) : "",
      index === 0 ? recovered : "",
    ]);
  });
  return print([["fault", "times", "records meanwhile", "recovered"], ...rows]);
}

function print(rows: readonly string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
  return [lines[0], widths.map((width) => "-".repeat(width)).join("  "), ...lines.slice(1)].join("\n");
}
