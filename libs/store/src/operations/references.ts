import type { SnapshotRow } from "@binnacle/ingest";
import { textArray, uuidArray } from "./binary-array.js";
import type { Connection, Statement } from "./connection.js";

const DELETE: Statement = {
  name: "sink.delete-references",
  text: `
DELETE FROM reference f
USING unnest($1::uuid[], $2::text[]) AS k (r, t)
WHERE f.resource_id = k.r AND f.reading_type = k.t
  AND (f.resource_id, f.reading_type, f.target_id) NOT IN (SELECT * FROM unnest($3::uuid[], $4::text[], $5::uuid[]))`,
};

const INSERT: Statement = {
  name: "sink.insert-references",
  text: `
INSERT INTO reference (resource_id, reading_type, target_id, target_type, target_name)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[])
ON CONFLICT DO NOTHING`,
};

/** Removes the references that the new values of stored snapshots no longer make. */
export async function deleteReferences(connection: Connection, rows: readonly SnapshotRow[]): Promise<void> {
  const kept = edgesOf(rows);
  await connection.query({
    ...DELETE,
    values: [
      uuidArray(rows.map(({ resourceId }) => resourceId)),
      textArray(rows.map(({ type }) => type)),
      uuidArray(kept.map(({ resourceId }) => resourceId)),
      textArray(kept.map(({ readingType }) => readingType)),
      uuidArray(kept.map(({ id }) => id)),
    ],
  });
}

/** Adds the references that are new. Their snapshots are locked or were just inserted, so nobody else writes them now. */
export async function insertReferences(connection: Connection, rows: readonly SnapshotRow[]): Promise<void> {
  const edges = edgesOf(rows);
  if (edges.length === 0) return;
  await connection.query({
    ...INSERT,
    values: [
      uuidArray(edges.map(({ resourceId }) => resourceId)),
      textArray(edges.map(({ readingType }) => readingType)),
      uuidArray(edges.map(({ id }) => id)),
      textArray(edges.map(({ type }) => type)),
      textArray(edges.map(({ name }) => name)),
    ],
  });
}

interface Edge {
  resourceId: string;
  readingType: string;
  id: string;
  type: string;
  name: string;
}

function edgesOf(rows: readonly SnapshotRow[]): Edge[] {
  const referring = rows.filter(({ references }) => references.length > 0);
  return referring.flatMap(({ resourceId, type: readingType, references }) =>
    references.map(({ id, type, name }) => ({ resourceId, readingType, id, type, name })),
  );
}
