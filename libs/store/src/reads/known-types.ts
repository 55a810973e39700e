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
