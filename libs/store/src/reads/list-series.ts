import type { Timestamp } from "@binnacle/contract";
import { BoundValues } from "./bound-values.js";
import { SERIES_COLUMNS, type CatalogReading } from "./columns.js";
import type { Database } from "./database.js";

/** Where a page of a series goes on. */
export interface SeriesKey {
  collectedOn: Timestamp;
  digest: string;
}

export interface ListSeriesInput {
  resourceId: string;
  type: string;
  /** Inclusive. */
  from?: Timestamp | undefined;
  /** Exclusive. */
  to?: Timestamp | undefined;
  order: "asc" | "desc";
  after?: SeriesKey | undefined;
  limit: number;
}

/** A time series by (collectedOn, digest). */
export async function listSeries(database: Database, input: ListSeriesInput): Promise<CatalogReading[]> {
  const { resourceId, type, from, to, order, after, limit } = input;
  const bound = new BoundValues();
  const conditions = [`s.resource_id = ${bound.bind(resourceId)}`, `s.type = ${bound.bind(type)}`];
  if (from !== undefined) conditions.push(`s.collected_on >= ${bound.bind(from)}`);
  if (to !== undefined) conditions.push(`s.collected_on < ${bound.bind(to)}`);
  if (after !== undefined) {
    const time = `${bound.bind(after.collectedOn)}::timestamptz`;
    const digest = `decode(${bound.bind(after.digest)}, 'hex')`;
    const operator = order === "asc" ? ">" : "<";
    // Partitions are pruned by a comparison of their key alone, not by one of rows.
    conditions.push(
      `s.collected_on ${operator}= ${time}`,
      `(s.collected_on, s.digest) ${operator} (${time}, ${digest})`,
    );
  }
  const direction = order === "asc" ? "ASC" : "DESC";
  const text = `
SELECT ${SERIES_COLUMNS}
FROM reading_series s
WHERE ${conditions.join(" AND ")}
ORDER BY s.collected_on ${direction}, s.digest ${direction}
LIMIT ${bound.bind(limit)}`;
  const given = Object.entries({ from, to, after }).filter(([, value]) => value !== undefined);
  return database.query({ name: ["list-series", order, ...given.map(([key]) => key)].join(" "), text }, bound.values);
}
