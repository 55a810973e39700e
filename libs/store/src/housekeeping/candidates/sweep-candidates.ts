import { scope, type CandidateInput } from "./conditions.js";

/**
 * Resources with claims since they were last removed, every one of which a sweep of its source has withdrawn. The first sweep
 * after the claim withdraws it, so that it does not matter when anybody looks. What of a source was not published again since its
 * newest sweep is little, and is found first.
 */
export function sweepCandidates(input: CandidateInput): string {
  const { bound, horizon, view, sweeps } = input;
  return `
SELECT r.id, r.type, r.name, max(w.started_on) - interval '1 microsecond' AS removed_on, r.declared_on AS said_on,
  max(w.received_on) AS due_on,
  'no longer among what ' || string_agg(c.source, ' and ' ORDER BY c.source) || ' published' AS reason
FROM resource r
JOIN claim c ON c.resource_id = r.id AND c.claimed_on > r.removed_on
LEFT JOIN LATERAL (
  SELECT s.started_on, s.received_on
  FROM ${sweeps} s
  WHERE s.source = c.source AND s.resource_type = r.type AND s.started_on > c.claimed_on
    AND s.received_on <= ${horizon} AND s.source <> ALL(${bound.bind(view.distrusted)}::text[])
    AND (s.parent_id IS NULL OR (s.parent_id = r.parent_id AND r.parent_set_on > r.removed_on))
  ORDER BY s.started_on
  LIMIT 1
) w ON true
WHERE r.declared_on > r.removed_on ${scope("r", input)}
  AND r.id IN (
    SELECT old.resource_id
    FROM claim old
    JOIN (
      SELECT s.source, max(s.started_on) AS started_on FROM ${sweeps} s GROUP BY s.source
    ) newest ON newest.source = old.source AND newest.started_on > old.claimed_on
  )
GROUP BY r.id
HAVING bool_and(w.started_on IS NOT NULL)`;
}
