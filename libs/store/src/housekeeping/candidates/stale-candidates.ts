import type { StaleRule } from "@binnacle/housekeeping";
import { timestampText } from "../../reads/columns.js";
import { interval, newestWord, scope, trusted, withoutSeriesSince, type CandidateInput } from "./conditions.js";

/** Resources that are not new, and of which nothing of some types was read for a while, as snapshot or in series. */
export function staleCandidates(rule: StaleRule, input: CandidateInput): string {
  const { bound, horizon } = input;
  const types = bound.bind(rule.readingTypes);
  const age = interval(bound, rule.createdBefore);
  const silence = interval(bound, rule.silentFor);
  return `
SELECT v.id, v.type, v.name, w.said_on AS removed_on, w.said_on,
  greatest(v.created_on + ${age}, n.read_on + ${silence}, w.said_on) AS due_on,
  CASE WHEN n.read_on IS NULL THEN 'never any ' ELSE 'nothing since ' || ${timestampText("n.read_on")} || ' of ' END
    || array_to_string(${types}::text[], ' or ') AS reason
FROM resource_current v
JOIN resource r ON r.id = v.id
CROSS JOIN LATERAL (
  SELECT max(s.collected_on) AS read_on FROM reading_current s WHERE s.resource_id = r.id AND s.type = ANY(${types}::text[])
) n
CROSS JOIN LATERAL (SELECT ${newestWord("r")} AS said_on) w
WHERE v.type = ${bound.bind(rule.resourceType)} AND v.created_on <= ${horizon} - ${age}
  AND (n.read_on IS NULL OR n.read_on <= ${horizon} - ${silence})
  AND w.said_on <= ${horizon}
  ${withoutSeriesSince("r", `${horizon} - ${silence}`, types)} ${withoutSeriesSince("r", horizon)}
  ${scope("v", input)} ${trusted("r", input, types)}`;
}
