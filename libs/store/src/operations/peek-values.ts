import { snapshotKey, type SnapshotAddress } from "@binnacle/ingest";
import { textArray, uuidArray } from "./binary-array.js";
import type { Connection, Statement } from "./connection.js";

const READ: Statement = {
  name: "preview.read-values",
  text: `
SELECT s.resource_id, s.type, v.text
FROM unnest($1::uuid[], $2::text[]) AS i (resource_id, type)
JOIN snapshot s ON s.resource_id = i.resource_id AND s.type = i.type
CROSS JOIN LATERAL (SELECT s.value::text OFFSET 0) AS v (text)
WHERE octet_length(v.text) <= $3`,
};

/** Values of stored snapshots as PostgreSQL prints them, the larger ones left out. */
export async function peekValues(
  connection: Connection,
  addresses: readonly SnapshotAddress[],
  maxBytes: number,
): Promise<Map<string, string>> {
  const { rows } = await connection.query<{ resource_id: string; type: string; text: string }>({
    ...READ,
    values: [
      uuidArray(addresses.map(({ resourceId }) => resourceId)),
      textArray(addresses.map(({ type }) => type)),
      maxBytes,
    ],
  });
  return new Map(rows.map(({ resource_id: resourceId, type, text }) => [snapshotKey({ resourceId, type }), text]));
}
