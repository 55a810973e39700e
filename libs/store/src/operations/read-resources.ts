import type { BatchKeys, StoredResource } from "@binnacle/ingest";
import type { Connection } from "./connection.js";
import { timestampOf } from "./time-text.js";

// Presence needs a look at other rows only where a Resource was removed, or is about to be.
const SQL = `
SELECT r.id, r.mentioned_on::text, r.declared_on::text, r.expires_on::text, r.parent_set_on::text, r.parent_id,
  r.removed_on::text,
  CASE WHEN i.is_removed OR r.removed_on > '-infinity' THEN (
    SELECT max(s.collected_on)::text FROM snapshot s WHERE s.resource_id = r.id
  ) END AS snapshot_on,
  CASE WHEN i.is_removed OR r.removed_on > '-infinity' THEN (
    SELECT max(c.parent_set_on)::text FROM resource c WHERE c.parent_id = r.id AND c.parent_set_on > c.removed_on
  ) END AS child_on
FROM unnest($1::uuid[], $2::boolean[]) AS i (id, is_removed)
JOIN resource r ON r.id = i.id`;

interface Row {
  id: string;
  mentioned_on: string;
  declared_on: string;
  expires_on: string;
  parent_set_on: string;
  parent_id: string | null;
  removed_on: string;
  snapshot_on: string | null;
  child_on: string | null;
}

/** The stored Resources of a batch, not locked: whatever is written of them later merges with what is there then. */
export async function readResources(
  connection: Connection,
  keys: BatchKeys["resources"],
): Promise<Map<string, StoredResource>> {
  if (keys.size === 0) return new Map();
  const { rows } = await connection.query<Row>(SQL, [[...keys.keys()], [...keys.values()]]);
  return new Map(rows.map((row) => [row.id, stored(row)]));
}

function stored(row: Row): StoredResource {
  return {
    mentionedOn: timestampOf(row.mentioned_on),
    declaredOn: timestampOf(row.declared_on),
    expiresOn: timestampOf(row.expires_on),
    parentSetOn: timestampOf(row.parent_set_on),
    parentId: row.parent_id,
    removedOn: timestampOf(row.removed_on),
    snapshotOn: timestampOf(row.snapshot_on ?? "-infinity"),
    childOn: timestampOf(row.child_on ?? "-infinity"),
  };
}
