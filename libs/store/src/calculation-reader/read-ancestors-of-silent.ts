import type { SilentOptions } from "@binnacle/calculation";
import type { Database, Statement } from "../reads/database.js";

// Each level once, so that a service is looked at once, not for each of its instances.
function statement(levels: number): Statement {
  let ids = `
  SELECT DISTINCT r.parent_id AS id
  FROM child_current r
  WHERE r.type = $1 AND NOT EXISTS (
    SELECT
    FROM (SELECT * FROM snapshot_current s WHERE s.type = $2 AND s.collected_on >= $3::timestamptz OFFSET 0) seen
    WHERE seen.resource_id = r.id
  )`;
  for (let level = 1; level < levels; level++) {
    ids = `
  SELECT DISTINCT r.parent_id AS id
  FROM (${ids}) below${level}
  JOIN child_current r ON r.id = below${level}.id
  WHERE r.type = ($4::text[])[${level}]`;
  }
  return {
    name: `calculation-ancestors-of-silent-${levels}`,
    text: `
SELECT r.id
FROM (${ids}) above
JOIN resource_current r ON r.id = above.id
WHERE r.type = ($4::text[])[${levels}]
ORDER BY r.id
LIMIT $5`,
  };
}

/** The ids of Resources some levels above those of which nothing of a kind was read lately. Looks at all of a type. */
export async function readAncestorsOfSilent(
  database: Database,
  { type, above, readingType, since, limit }: SilentOptions & { limit: number },
): Promise<string[]> {
  const rows = await database.query<{ id: string }>(statement(above.length), [type, readingType, since, above, limit]);
  return rows.map(({ id }) => id);
}
