import type { BinnacleClient } from "@binnacle/client";
import type { Terminal } from "../command/command.js";
import { UsageError } from "../command/usage-error.js";
import type { Format } from "../output/printer.js";

/** What is to be read, and how it is shown. */
export interface GetRequest {
  client: BinnacleClient;
  format: Format;
  filters: Filters;
  terminal: Terminal;
}

export interface Filters {
  type?: string[];
  "resource-type"?: string[];
  "name-prefix"?: string;
  search?: string;
  field?: string[];
  where?: string;
  sort?: string;
  readings?: string;
  limit?: string;
}

/** @throws UsageError for a filter that means nothing here, rather than leaving it out */
export function expectFilters(filters: Filters, subject: string, known: readonly (keyof Filters)[]): void {
  const unknown = Object.keys(filters).filter((name) => !known.includes(name as keyof Filters));
  if (unknown.length > 0) {
    throw new UsageError(`get ${subject} does not take ${unknown.map((name) => `--${name}`).join(", ")}`);
  }
}

export function expectNoArguments(given: readonly string[], subject: string): void {
  if (given.length > 0) throw new UsageError(`get ${subject} takes no "${given[0]}"`);
}

/** 100 unless said otherwise; none where all are wanted. */
export function limitOf({ limit = "100" }: Filters): { limit?: number } {
  if (!/^\d{1,9}$/.test(limit)) throw new UsageError(`--limit ${limit} is no whole number`);
  return limit === "0" ? {} : { limit: Number(limit) };
}
