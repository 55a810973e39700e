import { snapshotKey, type SnapshotAddress, type StoredSnapshot } from "@binnacle/ingest";
import type { Connection } from "./connection.js";
import { timestampOf } from "./time-text.js";

// The sort comes before the lock, so that all transactions lock in the same order.
const SQL = `
SELECT s.resource_id, s.type, s.collected_on::text, encode(s.digest, 'hex') AS digest, s.source
FROM unnest($1::uuid[], $2::text[]) AS i (resource_id, type)
JOIN snapshot s ON s.resource_id = i.resource_id AND s.type = i.type
ORDER BY s.resource_id, s.type
FOR NO KEY UPDATE OF s`;

interface Row {
  resource_id: string;
  type: string;
  collected_on: string;
  digest: string;
  source: string;
}

/** What is stored under the keys; it cannot change any more until the transaction ends. */
export async function lockSnapshots(
  connection: Connection,
  keys: readonly SnapshotAddress[],
): Promise<Map<string, StoredSnapshot>> {
  if (keys.length === 0) return new Map();
  const { rows } = await connection.query<Row>(SQL, [
    keys.map(({ resourceId }) => resourceId),
    keys.map(({ type }) => type),
  ]);
  return new Map(
    rows.map((row) => [
      snapshotKey({ resourceId: row.resource_id, type: row.type }),
      { collectedOn: timestampOf(row.collected_on), digest: row.digest, source: row.source },
    ]),
  );
}
