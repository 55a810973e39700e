import type { ResourceChange, SourceTally, TypeTally } from "@binnacle/ingest";
import { textArray, timestampArray } from "./binary-array.js";
import type { Connection, Statement } from "./connection.js";
import { jsonRows } from "./json-rows.js";

const INSERT: Statement = {
  name: "sink.insert-changes",
  text: `
WITH changes AS (
  INSERT INTO change (changes) SELECT $1::json WHERE $1::json IS NOT NULL
), sources AS (
  INSERT INTO source_tally (source, records, rejections, newest)
  SELECT * FROM unnest($6::text[], $7::bigint[], $8::bigint[], $9::timestamptz[])
)
INSERT INTO type_tally (kind, type, resource_type, count, newest)
SELECT * FROM unnest($2::text[], $3::text[], $10::text[], $4::bigint[], $5::timestamptz[])`,
};

/** Keeps what the transaction changed, as one row or none, what it added by type, and whose records it dealt with. */
export async function insertChanges(
  connection: Connection,
  changes: readonly ResourceChange[],
  tallies: readonly TypeTally[],
  sources: readonly SourceTally[],
): Promise<void> {
  await connection.query({
    ...INSERT,
    values: [
      changes.length > 0 ? jsonRows(changes, printChange) : null,
      textArray(tallies.map(({ kind }) => kind)),
      textArray(tallies.map(({ type }) => type)),
      tallies.map(({ count }) => count),
      timestampArray(tallies.map(({ newest }) => newest)),
      textArray(sources.map(({ source }) => source)),
      sources.map(({ records }) => records),
      sources.map(({ rejections }) => rejections),
      timestampArray(sources.map(({ newest }) => newest)),
      tallies.map(({ resourceType }) => resourceType),
    ],
  });
}

/** None of it needs to be escaped. */
function printChange({ resourceId, resourceType, kind, readingTypes }: ResourceChange): string {
  const types = readingTypes.length === 0 ? "" : `"${readingTypes.join('","')}"`;
  return `["${resourceId}","${resourceType}","${kind}",[${types}]]`;
}
