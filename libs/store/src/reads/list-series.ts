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
  /** Of successive Readings with the same value only the first is listed. */
  isFolded?: boolean | undefined;
  after?: SeriesKey | undefined;
  limit: number;
}

/** A time series by (collectedOn, digest). */
export async function listSeries(database: Database, input: ListSeriesInput): Promise<CatalogReading[]> {
  const { resourceId, type, from, to, order, isFolded = false, after, limit } = input;
  const bound = new BoundValues();
  const isOfSeries = `s.resource_id = ${bound.bind(resourceId)} AND s.type = ${bound.bind(type)}`;
  const conditions: string[] = [];
  let start = from && `${bound.bind(from)}::timestamptz`;
  if (start !== undefined) conditions.push(`s.collected_on >= ${start}`);
  // What ends the range does not bear on who precedes whom.
  const ends: string[] = [];
  if (to !== undefined) ends.push(`s.collected_on < ${bound.bind(to)}::timestamptz`);
  if (after !== undefined) {
    const time = `${bound.bind(after.collectedOn)}::timestamptz`;
    const digest = `decode(${bound.bind(after.digest)}, 'hex')`;
    const operator = order === "asc" ? ">" : "<";
    // Partitions are pruned by a comparison of their key alone, not by one of rows.
    conditions.push(
      `s.collected_on ${operator}= ${time}`,
      `(s.collected_on, s.digest) ${operator} (${time}, ${digest})`,
    );
    if (order === "asc") start = time;
    else ends.push(`s.collected_on <= ${time}`);
  }
  const direction = order === "asc" ? "ASC" : "DESC";
  const sorting = `ORDER BY s.collected_on ${direction}, s.digest ${direction}`;
  const source = isFolded ? foldedSeries([isOfSeries, ...ends], start, { sorting, order }) : "reading_series s";
  const all = isFolded ? ["s.is_first", ...conditions] : [isOfSeries, ...ends, ...conditions];
  const text = `SELECT ${SERIES_COLUMNS} FROM ${source} WHERE ${all.join(" AND ")} ${sorting} LIMIT ${bound.bind(limit)}`;
  const given = Object.entries({ from, to, after }).filter(([, value]) => value !== undefined);
  const name = ["list-series", order, ...(isFolded ? ["folded"] : []), ...given.map(([key]) => key)].join(" ");
  return database.query({ name, text }, bound.values);
}

/**
 * The series with a column that tells whether a row begins a run of equal values. Its predecessor in time decides, wherever a page or a range
 * begins, so what is read reaches back to the newest time before that.
 */
function foldedSeries(
  conditions: readonly string[],
  start: string | undefined,
  { sorting, order }: { sorting: string; order: "asc" | "desc" },
): string {
  const predecessor = order === "asc" ? "lag" : "lead";
  const series = conditions.join(" AND ");
  const before = `SELECT max(s.collected_on) FROM series s WHERE ${series} AND s.collected_on < ${start}`;
  const reach = start === undefined ? "" : `AND s.collected_on >= coalesce((${before}), ${start})`;
  return `(
SELECT s.*, ${predecessor}(s.digest) OVER (${sorting}) IS DISTINCT FROM s.digest AS is_first
FROM reading_series s
WHERE ${series} ${reach}
) s`;
}
