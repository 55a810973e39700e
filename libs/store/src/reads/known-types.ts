/** The types of all Resources, one index probe each. */
export const KNOWN_TYPES = `
WITH RECURSIVE found (type) AS (
  (SELECT r.type FROM resource r ORDER BY r.type LIMIT 1)
  UNION ALL
  SELECT next.type
  FROM found
  CROSS JOIN LATERAL (SELECT r.type FROM resource r WHERE r.type > found.type ORDER BY r.type LIMIT 1) next
)
SELECT type FROM found`;

/**
 * The condition that Resources of a type may have snapshots of a reading type, both SQL: they are counted as they are written. Where some are
 * counted for no type, those of any may.
 */
export function mayHave(type: string, readingType: string): string {
  return `coalesce(${type} = ANY(ARRAY(
    SELECT t.resource_type FROM type_tally t
    WHERE t.kind = 'snapshot' AND t.type = ${readingType}
    GROUP BY t.resource_type
    HAVING t.resource_type IS NULL OR sum(t.count) > 0)), true)`;
}
