import type { ResourceRow } from "@binnacle/ingest";
import { textArray, uuidArray } from "./binary-array.js";
import { CollisionError } from "./collision-error.js";
import type { Connection, Statement } from "./connection.js";
import { stateArrays } from "./resource-rows.js";

// DO NOTHING waits for nobody who has only locked a row: see decision 14.
const INSERT: Statement = {
  name: "sink.insert-resources",
  text: `
INSERT INTO resource (
  id, type, name, mentioned_on, declared_on, expires_on, parent_set_on, parent_id, removed_on, published_removal_on
)
SELECT * FROM unnest(
  $1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::uuid[],
  $9::timestamptz[], $10::timestamptz[]
)
ON CONFLICT DO NOTHING`,
};

/**
 * Adds Resources that were not stored when the batch read. Rows in key order.
 *
 * @throws CollisionError if somebody else has added one since
 */
export async function insertResources(connection: Connection, rows: readonly ResourceRow[]): Promise<void> {
  const { rowCount } = await connection.query({
    ...INSERT,
    values: [
      uuidArray(rows.map(({ id }) => id)),
      textArray(rows.map(({ type }) => type)),
      textArray(rows.map(({ name }) => name)),
      ...stateArrays(rows),
    ],
  });
  if (rowCount !== rows.length) throw new CollisionError("another writer added a Resource of the batch first");
}
