import type { ReferenceTargets } from "@binnacle/calculation";
import type { Database } from "../reads/database.js";

// Arrays, since a row for each of 50,000 references costs more than all else. Services share most of what they depend on: whether a
// target has the reading is asked once for each. `IN` stands in a FILTER, where it is answered from one hash table; as a join it
// became a nested loop of all with all, since nothing tells the planner how many targets there are.
const STATEMENT = {
  name: "calculation-targets",
  text: `
WITH holder AS MATERIALIZED (
  SELECT
    s.resource_id, s.type,
    ARRAY(
      SELECT e.target_id FROM reference_current e WHERE e.resource_id = s.resource_id AND e.reading_type = s.type
    ) AS targets
  FROM snapshot_current s
  WHERE s.resource_id = ANY($1::uuid[]) AND s.type = ANY($2::text[])
), having_reading AS MATERIALIZED (
  SELECT s.resource_id AS id
  FROM snapshot_current s
  WHERE s.resource_id = ANY (ARRAY(SELECT DISTINCT unnest(targets) FROM holder)) AND s.type = $3 AND s.digest <> ALL($4::bytea[])
)
SELECT
  resource_id AS "resourceId", type AS "readingType", cardinality(targets) AS count,
  (
    SELECT coalesce(array_agg(id ORDER BY id) FILTER (WHERE id IN (SELECT id FROM having_reading)), '{}')::text[]
    FROM unnest(targets) id
  ) AS "targetIds"
FROM holder
WHERE cardinality(targets) > 0
ORDER BY resource_id, type
LIMIT $5`,
};

export interface ReadTargetsInput {
  readingTypes: readonly string[];
  withReading: string;
  /** Digests, in hex, of values that do not count. */
  exceptDigests: readonly string[];
  limit: number;
}

/** How many Resources the snapshots of many refer to, and which of them have a reading. */
export async function readTargets(
  database: Database,
  ids: readonly string[],
  { readingTypes, withReading, exceptDigests, limit }: ReadTargetsInput,
): Promise<ReferenceTargets[]> {
  return ids.length === 0
    ? []
    : database.query(STATEMENT, [ids, readingTypes, withReading, exceptDigests.map((digest) => `\\x${digest}`), limit]);
}
