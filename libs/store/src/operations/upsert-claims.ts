import type { ClaimRow } from "@binnacle/ingest";
import { textArray, timestampArray, uuidArray } from "./binary-array.js";
import type { Connection, Statement } from "./connection.js";

const UPSERT: Statement = {
  name: "sink.upsert-claims",
  text: `
INSERT INTO claim AS c (resource_id, source, claimed_on)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[])
ON CONFLICT (resource_id, source) DO UPDATE SET claimed_on = excluded.claimed_on
WHERE c.claimed_on < excluded.claimed_on`,
};

/** Keeps the newest claim per Resource and source. Rows in key order. */
export async function upsertClaims(connection: Connection, rows: readonly ClaimRow[]): Promise<void> {
  await connection.query({
    ...UPSERT,
    values: [
      uuidArray(rows.map(({ resourceId }) => resourceId)),
      textArray(rows.map(({ source }) => source)),
      timestampArray(rows.map(({ claimedOn }) => claimedOn)),
    ],
  });
}
