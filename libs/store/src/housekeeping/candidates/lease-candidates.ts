import { timestampText } from "../../reads/columns.js";
import { newestWord, scope, trusted, type CandidateInput } from "./conditions.js";

/**
 * Resources whose newest own record has a lease that is over. What was said of one after the horizon is not seen: it goes on
 * being there by that, without having been declared.
 */
export function leaseCandidates(input: CandidateInput): string {
  const { horizon } = input;
  return `
SELECT r.id, r.type, r.name, ${newestWord("r", horizon)} AS removed_on, r.declared_on AS said_on,
  r.expires_on AS due_on, 'its lease ended at ' || ${timestampText("r.expires_on")} AS reason
FROM resource r
WHERE r.declared_on > r.removed_on AND r.expires_on <= ${horizon}
  ${scope("r", input)} ${trusted("r", input)}`;
}
