import type { ClaimRow } from "@binnacle/ingest";
import type { Connection } from "./connection.js";
import { jsonRows } from "./json-rows.js";

const SQL = `
INSERT INTO claim AS c (resource_id, source, claimed_on)
SELECT r, s, c
FROM jsonb_to_recordset($1::jsonb) AS i (r uuid, s text, c timestamptz)
ON CONFLICT (resource_id, source) DO UPDATE SET claimed_on = excluded.claimed_on
WHERE c.claimed_on < excluded.claimed_on`;

/** Keeps the newest claim per Resource and source. Rows in key order. */
export async function upsertClaims(connection: Connection, rows: readonly ClaimRow[]): Promise<void> {
  await connection.query(SQL, [
    jsonRows(rows, ({ resourceId, source, claimedOn }) => `{"r":"${resourceId}","s":"${source}","c":"${claimedOn}"}`),
  ]);
}
