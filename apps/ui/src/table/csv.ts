/** What spreadsheets would run as a formula; OWASP, CSV Injection. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Prints rows as CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe in front and
 * quotes around it.
 */
export function csvText(header: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return [header, ...rows].map((row) => row.map(cellText).join(",")).join("\r\n") + "\r\n";
}

function cellText(value: unknown): string {
  const text = value === null || value === undefined ? "" : typeof value === "string" ? value : String(value);
  if (typeof value === "string" && FORMULA.test(text)) return quoted(`'${text}`);
  return /[",\r\n]/.test(text) ? quoted(text) : text;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
