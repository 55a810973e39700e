import type { SqlConnection } from "./sql-connection.js";

const SUBTRACT = `
INSERT INTO type_tally (kind, type, count, newest)
SELECT $1, type, -count, '-infinity' FROM jsonb_to_recordset($2::jsonb) AS i (type text, count bigint)`;

// In one statement, so that nobody ever sees a count twice or not at all; what is added meanwhile stays beside it.
const FOLD = `
WITH folded AS (
  DELETE FROM type_tally RETURNING kind, type, count, newest
)
INSERT INTO type_tally (kind, type, count, newest)
SELECT kind, type, sum(count), max(newest) FROM folded GROUP BY kind, type HAVING sum(count) <> 0`;

const FOLD_SOURCES = `
WITH folded AS (
  DELETE FROM source_tally RETURNING source, records, rejections, newest
)
INSERT INTO source_tally (source, records, rejections, newest)
SELECT source, sum(records), sum(rejections), max(newest) FROM folded GROUP BY source`;

/** Notes in the counts by type that rows are gone: one item a row. */
export async function subtractFromTally(
  connection: SqlConnection,
  kind: "resource" | "snapshot" | "series",
  types: readonly string[],
): Promise<void> {
  if (types.length === 0) return;
  const counts = [...Map.groupBy(types, (type) => type)].map(([type, { length }]) => ({ type, count: length }));
  await connection.query(SUBTRACT, [kind, JSON.stringify(counts)]);
}

/** Sums up what every transaction has added. */
export async function foldTally(connection: SqlConnection): Promise<void> {
  await connection.query(FOLD);
  await connection.query(FOLD_SOURCES);
}
