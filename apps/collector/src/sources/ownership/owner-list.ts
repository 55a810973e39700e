import { parse as parseCsv } from "csv-parse/sync";
import { parse as parseYaml } from "yaml";
import { asMap, textOf } from "../../ownership/catalog-info.js";
import type { ListOptions } from "./ownership.options.js";

/** What a line of a list says of a Service. */
export interface ListEntry {
  service: string;
  teams: string[];
  users: string[];
  title?: string;
  description?: string;
  type?: string;
  lifecycle?: string;
  system?: string;
}

const TEXTS = ["title", "description", "type", "lifecycle", "system"] as const;

/**
 * The entries of a list in CSV, YAML or JSON, and what is wrong with those that are none.
 * @throws Error if the file cannot be parsed, or has no column of services
 */
export function readOwnerList(
  path: string,
  text: string,
  { columns, delimiter }: ListOptions,
): { entries: ListEntry[]; faults: string[] } {
  const rows = /\.(ya?ml|json)$/i.test(path) ? readRows(text) : readCsv(text, delimiter);
  const nameOf = (key: string): string => columns[key] ?? key;
  if (rows.length > 0 && !rows.some((row) => nameOf("service") in row)) {
    throw new Error(`there is no column ${nameOf("service")}; there are ${Object.keys(rows[0]!).join(", ")}`);
  }
  const faults: string[] = [];
  const entries = rows.flatMap((row, index) => {
    const service = textOf(row[nameOf("service")]);
    if (service === undefined) {
      faults.push(`entry ${index + 1} names no service`);
      return [];
    }
    const texts = TEXTS.flatMap((key) => {
      const text = textOf(row[nameOf(key)]);
      return text === undefined ? [] : [[key, text] as const];
    });
    const namesIn = (key: string): string[] => namesOf(row[nameOf(key)]);
    // Most lists have one team a service, and call the column so.
    const teams = columns["teams"] === undefined && !("teams" in row) ? namesIn("team") : namesIn("teams");
    return [{ service, teams, users: namesIn("users"), ...Object.fromEntries(texts) }];
  });
  return { entries, faults };
}

function readCsv(text: string, delimiter: string): Record<string, unknown>[] {
  return parseCsv(text, {
    columns: (headings: string[]) => headings.map((heading) => heading.trim()),
    delimiter,
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
  }) as Record<string, unknown>[];
}

function readRows(text: string): Record<string, unknown>[] {
  const content: unknown = parseYaml(text, { maxAliasCount: 100 });
  if (!Array.isArray(content)) throw new Error("it must hold a list of mappings");
  return content.map(asMap);
}

/** Several in one cell are separated by semicolons, commas or lines; a list says it itself. */
function namesOf(cell: unknown): string[] {
  const names = Array.isArray(cell)
    ? cell.map(textOf)
    : (textOf(cell) ?? "").split(/[;,\n]/).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== undefined && name !== ""))] as string[];
}
