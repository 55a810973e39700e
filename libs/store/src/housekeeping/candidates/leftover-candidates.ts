import type { OrphanRule, UndeclaredRule } from "@binnacle/housekeeping";
import { interval, newestWord, scope, trusted, withoutSeriesSince, type CandidateInput } from "./conditions.js";

/** Resources whose parent is absent, and of which nothing was said for a while. */
export function orphanCandidates({ after, resourceTypes }: OrphanRule, input: CandidateInput): string {
  const { bound, horizon } = input;
  const silence = interval(bound, after);
  return `
SELECT v.id, v.type, v.name, w.said_on AS removed_on, w.said_on,
  greatest(w.said_on, p.removed_on) + ${silence} AS due_on, 'its parent is absent' AS reason
FROM resource_current v
JOIN resource r ON r.id = v.id
LEFT JOIN resource p ON p.id = v.parent_id
CROSS JOIN LATERAL (SELECT ${newestWord("r")} AS said_on) w
WHERE v.parent_id IS NOT NULL AND NOT EXISTS (SELECT FROM resource_current o WHERE o.id = v.parent_id)
  AND w.said_on <= ${horizon} - ${silence} ${withoutSeriesSince("r", `${horizon} - ${silence}`)}
  ${ofTypes(resourceTypes, input)} ${scope("v", input)} ${trusted("r", input)}`;
}

/** Resources that only others spoke of, and nobody for a while. */
export function undeclaredCandidates({ after, resourceTypes }: UndeclaredRule, input: CandidateInput): string {
  const { bound, horizon } = input;
  const silence = interval(bound, after);
  return `
SELECT v.id, v.type, v.name, w.said_on AS removed_on, w.said_on,
  greatest(w.said_on, v.created_on) + ${silence} AS due_on, 'never declared' AS reason
FROM resource_current v
JOIN resource r ON r.id = v.id
CROSS JOIN LATERAL (SELECT ${newestWord("r")} AS said_on) w
WHERE NOT v.declared AND w.said_on <= ${horizon} - ${silence} ${withoutSeriesSince("r", `${horizon} - ${silence}`)}
  ${ofTypes(resourceTypes, input)} ${scope("v", input)} ${trusted("r", input)}`;
}

function ofTypes(types: readonly string[] | undefined, { bound }: CandidateInput): string {
  return types === undefined ? "" : `AND v.type = ANY(${bound.bind(types)}::text[])`;
}
