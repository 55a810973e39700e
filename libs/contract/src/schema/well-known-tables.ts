import { NAMING_TEMPLATES, type NamingTemplate } from "../naming/naming-templates.js";
import { READING_TYPES, type WellKnownReadingType } from "../naming/reading-types.js";

const START = "<!-- What follows is written by `npm run contract`. -->";
const END = "<!-- Until here. -->";

/** The page with tables of the well-known types between its two marks, in Markdown as it is formatted here. Raises an `Error` if it has no marks. */
export function withWellKnownTables(page: string): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`the page needs the marks ${START} and ${END}`);
  return `${page.slice(0, start)}${START}\n\n${resourceTypes()}\n\n${readingTypes()}\n\n${page.slice(end)}`;
}

function resourceTypes(): string {
  const templates: readonly NamingTemplate[] = NAMING_TEMPLATES;
  const rows = templates.map(({ type, template, example, parentType, description }) => [
    code(type),
    code(template),
    // A digest is longer than a table is wide.
    code(example.replace(/(sha256:.{8}).+/, "$1…")),
    parentType === undefined ? "" : code(parentType),
    phrase(description),
  ]);
  return table([["Resource type", "name", "such as", "parent", "what it is"], ...rows]);
}

function readingTypes(): string {
  const known: [string, WellKnownReadingType][] = Object.entries(READING_TYPES);
  const rows = known.map(([type, { resourceType, storageMode, description }]) => [
    code(type),
    resourceType === "*" ? "any" : code(resourceType),
    code(storageMode),
    phrase(description),
  ]);
  return table([["reading type", "of", "mode", "what it tells"], ...rows]);
}

function table(rows: readonly string[][]): string {
  const [head, ...body] = rows as [string[], ...string[][]];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(" | ")} |`;
  return [head, widths.map((width) => "-".repeat(width)), ...body].map(line).join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

function phrase(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`.replace(/\.$/, "");
}
