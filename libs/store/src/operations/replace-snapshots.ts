import type { SnapshotRow } from "@binnacle/ingest";
import { byteaArray, jsonbArray, textArray, tidArray, timestampArray } from "./binary-array.js";
import type { Connection, Statement } from "./connection.js";

const REPLACE: Statement = {
  name: "sink.replace-snapshots",
  text: `
UPDATE snapshot s SET collected_on = i.c, source = i.s, digest = i.d, value = i.v
FROM unnest($1::tid[], $2::timestamptz[], $3::text[], $4::bytea[], $5::jsonb[]) AS i (place, c, s, d, v)
WHERE s.ctid = i.place`,
};

/** Gives locked snapshots a new value. */
export async function replaceSnapshots(
  connection: Connection,
  rows: readonly SnapshotRow[],
  places: readonly string[],
): Promise<void> {
  await connection.query({
    ...REPLACE,
    values: [
      tidArray(places),
      timestampArray(rows.map(({ collectedOn }) => collectedOn)),
      textArray(rows.map(({ source }) => source)),
      byteaArray(rows.map(({ digest }) => digest)),
      jsonbArray(rows.map(({ text }) => text)),
    ],
  });
}
