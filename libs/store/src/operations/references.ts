import type { SnapshotRow } from "@binnacle/ingest";
import type { Connection } from "./connection.js";
import { jsonRows } from "./json-rows.js";

const SQL_DELETE = `
DELETE FROM reference f
USING jsonb_to_recordset($1::jsonb) AS k (r uuid, t text, ids uuid[])
WHERE f.resource_id = k.r AND f.reading_type = k.t AND f.target_id <> ALL (k.ids)`;

const SQL_INSERT = `
INSERT INTO reference (resource_id, reading_type, target_id, target_type, target_name)
SELECT k.r, k.t, i.id, i.t, i.n
FROM jsonb_to_recordset($1::jsonb) AS k (r uuid, t text, targets jsonb),
  jsonb_to_recordset(k.targets) AS i (id uuid, t text, n text)
ON CONFLICT DO NOTHING`;

/** Removes the references that the new values of stored snapshots no longer make. */
export async function deleteReferences(connection: Connection, rows: readonly SnapshotRow[]): Promise<void> {
  await connection.query(SQL_DELETE, [
    jsonRows(rows, ({ resourceId, type, references }) =>
      JSON.stringify({ r: resourceId, t: type, ids: references.map(({ id }) => id) }),
    ),
  ]);
}

/** Adds the references that are new. Their snapshots are locked or were just inserted, so nobody else writes them now. */
export async function insertReferences(connection: Connection, rows: readonly SnapshotRow[]): Promise<void> {
  await connection.query(SQL_INSERT, [
    jsonRows(rows, ({ resourceId, type, references }) =>
      JSON.stringify({
        r: resourceId,
        t: type,
        targets: references.map(({ id, type, name }) => ({ id, t: type, n: name })),
      }),
    ),
  ]);
}
