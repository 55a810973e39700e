import type { SeriesRow } from "@binnacle/ingest";
import type { Connection } from "./connection.js";
import { jsonRows } from "./json-rows.js";
import { printReading, READING_COLUMNS } from "./reading-rows.js";
import { timestampOf } from "./time-text.js";

const SQL = `
INSERT INTO series (resource_id, type, collected_on, source, digest, value)
SELECT r, t, c, s, decode(d, 'hex'), coalesce(v, 'null')
FROM jsonb_to_recordset($1::jsonb) AS i (${READING_COLUMNS})
ON CONFLICT DO NOTHING
RETURNING resource_id, type, collected_on::text, encode(digest, 'hex') AS digest`;

interface Row {
  resource_id: string;
  type: string;
  collected_on: string;
  digest: string;
}

/** Appends to the series and returns the rows that were new. Rows in key order. */
export async function insertSeries(connection: Connection, rows: readonly SeriesRow[]): Promise<Set<SeriesRow>> {
  const { rows: inserted } = await connection.query<Row>(SQL, [jsonRows(rows, printReading)]);
  if (inserted.length === rows.length) return new Set(rows);
  const keys = new Set(
    inserted.map((row) => `${row.resource_id} ${row.type} ${timestampOf(row.collected_on)} ${row.digest}`),
  );
  return new Set(
    rows.filter(({ resourceId, type, collectedOn, digest }) =>
      keys.has(`${resourceId} ${type} ${collectedOn} ${digest}`),
    ),
  );
}
