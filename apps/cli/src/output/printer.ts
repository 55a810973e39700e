import { once } from "node:events";
import type { Writable } from "node:stream";
import { UsageError } from "../command/usage-error.js";
import { printTable, type Column } from "./table.js";

export const FORMATS = ["table", "json", "ndjson"] as const;
export type Format = (typeof FORMATS)[number];

export const OUTPUT_OPTIONS = {
  output: { type: "string", short: "o", value: "FORMAT", description: "table, json or ndjson (table)" },
} as const;

/** @throws UsageError if there is no such format */
export function formatOf(output = "table"): Format {
  const format = FORMATS.find((known) => known === output);
  if (!format) throw new UsageError(`--output ${output}: there is only ${FORMATS.join(", ")}`);
  return format;
}

/** Prints items that come as texts of JSON. But for a table they go out as they came, with all digits of their numbers. */
export async function printItems(
  texts: AsyncIterable<string>,
  format: Format,
  output: Writable,
  columns: (items: readonly unknown[]) => Column[],
): Promise<void> {
  if (format === "table") {
    const items = await Array.fromAsync(texts, (text) => JSON.parse(text) as unknown);
    await write(output, printTable(columns(items), items));
    return;
  }
  let isFirst = true;
  if (format === "json") await write(output, "[");
  for await (const text of texts) {
    const before = format === "ndjson" ? "" : isFirst ? "\n" : ",\n";
    await write(output, `${before}${text}${format === "ndjson" ? "\n" : ""}`);
    isFirst = false;
  }
  if (format === "json") await write(output, isFirst ? "]\n" : "\n]\n");
}

/** Waits where nobody reads as fast. */
export async function write(output: Writable, text: string): Promise<void> {
  if (!output.write(text)) await once(output, "drain");
}
