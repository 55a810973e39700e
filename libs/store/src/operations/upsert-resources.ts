import type { ResourceRow } from "@binnacle/ingest";
import type { Connection } from "./connection.js";
import { jsonRows } from "./json-rows.js";

// Each column merges by itself, with its tie rule; greatest() passes over NULL, which makes "no parent" the least.
const SQL = `
INSERT INTO resource AS r (id, type, name, mentioned_on, declared_on, expires_on, parent_set_on, parent_id, removed_on)
SELECT id, t, n, m, d, e, ps, p, x
FROM jsonb_to_recordset($1::jsonb) AS i (
  id uuid, t text, n text, m timestamptz, d timestamptz, e timestamptz, ps timestamptz, p uuid, x timestamptz
)
ON CONFLICT (id) DO UPDATE SET
  mentioned_on = least(r.mentioned_on, excluded.mentioned_on),
  declared_on = greatest(r.declared_on, excluded.declared_on),
  expires_on = CASE
    WHEN excluded.declared_on > r.declared_on THEN excluded.expires_on
    WHEN excluded.declared_on = r.declared_on THEN greatest(r.expires_on, excluded.expires_on)
    ELSE r.expires_on
  END,
  parent_set_on = greatest(r.parent_set_on, excluded.parent_set_on),
  parent_id = CASE
    WHEN excluded.parent_set_on > r.parent_set_on THEN excluded.parent_id
    WHEN excluded.parent_set_on = r.parent_set_on THEN greatest(r.parent_id, excluded.parent_id)
    ELSE r.parent_id
  END,
  removed_on = greatest(r.removed_on, excluded.removed_on)`;

/** Merges Resource rows into the stored ones. Rows in key order. */
export async function upsertResources(connection: Connection, rows: readonly ResourceRow[]): Promise<void> {
  await connection.query(SQL, [
    jsonRows(rows, (row) =>
      JSON.stringify({
        id: row.id,
        t: row.type,
        n: row.name,
        m: row.mentionedOn,
        d: row.declaredOn,
        e: row.expiresOn,
        ps: row.parentSetOn,
        p: row.parentId,
        x: row.removedOn,
      }),
    ),
  ]);
}
