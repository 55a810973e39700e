import type { SqlConnection } from "./sql-connection.js";

const SUBTRACT = `
INSERT INTO type_tally (kind, type, resource_type, count, newest)
SELECT $1, i.type, i."resourceType", -count(*), '-infinity'
FROM jsonb_to_recordset($2::jsonb) AS i (type text, "resourceType" text)
GROUP BY i.type, i."resourceType"`;

// In one statement, so that nobody ever sees a count twice or not at all; what is added meanwhile stays beside it. The newest time of a type
// is kept while there is any of it.
const FOLD = `
WITH folded AS (
  DELETE FROM type_tally RETURNING kind, type, resource_type, count, newest
), summed AS (
  SELECT
    kind, type, resource_type, sum(count) AS count, max(newest) AS newest,
    sum(sum(count)) OVER (PARTITION BY kind, type) AS of_type
  FROM folded
  GROUP BY kind, type, resource_type
)
INSERT INTO type_tally (kind, type, resource_type, count, newest)
SELECT kind, type, resource_type, count, newest FROM summed WHERE of_type <> 0`;

const FOLD_SOURCES = `
WITH folded AS (
  DELETE FROM source_tally RETURNING source, records, rejections, newest
)
INSERT INTO source_tally (source, records, rejections, newest)
SELECT source, sum(records), sum(rejections), max(newest) FROM folded GROUP BY source`;

const FOLD_HIDDEN = `
WITH folded AS (
  DELETE FROM hidden_tally RETURNING kind, type, count
)
INSERT INTO hidden_tally (kind, type, count)
SELECT kind, type, sum(count) FROM folded GROUP BY kind, type HAVING sum(count) <> 0`;

/** A row that is gone, by what it was counted; `resourceType` of snapshots. */
export interface TalliedRow {
  type: string;
  resourceType?: string;
}

/** Notes in the counts by type that rows are gone. */
export async function subtractFromTally(
  connection: SqlConnection,
  kind: "resource" | "snapshot" | "series",
  gone: readonly TalliedRow[],
): Promise<void> {
  if (gone.length === 0) return;
  const rows = gone.map(({ type, resourceType }) => ({ type, resourceType }));
  await connection.query(SUBTRACT, [kind, JSON.stringify(rows)]);
}

/** Sums up what every transaction has added. */
export async function foldTally(connection: SqlConnection): Promise<void> {
  await connection.query(FOLD);
  await connection.query(FOLD_SOURCES);
  await connection.query(FOLD_HIDDEN);
}
