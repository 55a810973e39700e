import { hasEnded } from "./has-ended.js";

/** Resources of which the counts of what is hidden may be out of date: they are looked at. */
export const NOTED = "SELECT DISTINCT n.resource_id AS id FROM hidden_note n";

/**
 * CTEs: `ended` has those of the Resources of `ids`, a query or a CTE, that ended, and whether they are absent; `hidden_now` what they hide of
 * these kinds, as rows like those of `hidden`. Each Resource is looked up by itself: how many there are nobody can guess.
 */
export function hiddenRows(ids: string, kinds: readonly ("resource" | "snapshot" | "series")[]): string {
  const parts = {
    resource: "SELECT e.id, 'resource', e.type, 1::bigint FROM ended e WHERE e.is_absent",
    snapshot: `
    SELECT e.id, 'snapshot', s.type, 1::bigint
    FROM ended e
    CROSS JOIN LATERAL (
      SELECT s.type FROM snapshot s WHERE s.resource_id = e.id AND s.collected_on <= e.removed_on OFFSET 0
    ) s`,
    series: `
    SELECT e.id, 'series', s.type, s.count
    FROM ended e
    CROSS JOIN LATERAL (
      SELECT s.type, count(*) AS count FROM series s WHERE s.resource_id = e.id GROUP BY s.type
    ) s
    WHERE e.is_absent`,
  };
  return `
ended AS MATERIALIZED (
  SELECT r.id, r.type, r.removed_on, NOT EXISTS (SELECT FROM resource_current v WHERE v.id = r.id) AS is_absent
  FROM (${ids}) i
  CROSS JOIN LATERAL (SELECT * FROM resource r WHERE r.id = i.id AND ${hasEnded("r")} OFFSET 0) r
), hidden_now (resource_id, kind, type, count) AS MATERIALIZED (
  ${kinds.map((kind) => parts[kind]).join("\n    UNION ALL\n")}
)`;
}
