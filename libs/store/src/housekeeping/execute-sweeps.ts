import type { View } from "@binnacle/housekeeping";
import type { SqlConnection } from "./sql-connection.js";

/**
 * The sweeps that hold from now on, since their claims have come. A source that published nothing since the sweep began found nothing,
 * or failed: that is no deletion. The count of all claims is taken only of sweeps after which their source published something.
 */
export function dueSweeps(horizon: string, distrusted: string): string {
  return `
SELECT s.ctid AS place, s.source, s.resource_type, s.parent_id, s.started_on, s.received_on
FROM sweep s
JOIN (
  SELECT c.source, r.type, max(c.claimed_on) AS claimed_on
  FROM claim c
  JOIN resource r ON r.id = c.resource_id
  WHERE (c.source, r.type) IN (SELECT source, resource_type FROM sweep WHERE executed_on IS NULL)
  GROUP BY c.source, r.type
) newest ON newest.source = s.source AND newest.type = s.resource_type AND newest.claimed_on >= s.started_on
WHERE s.executed_on IS NULL AND s.received_on <= ${horizon} AND s.source <> ALL(${distrusted}::text[])
  AND (
    SELECT count(*)
    FROM claim c
    JOIN resource r ON r.id = c.resource_id
    WHERE c.source = s.source AND c.claimed_on >= s.started_on AND r.type = s.resource_type
      AND (s.parent_id IS NULL OR (r.parent_id = s.parent_id AND r.parent_set_on > r.removed_on))
  ) >= greatest(s.count, 1)`;
}

const EXECUTE = `UPDATE sweep s SET executed_on = now() FROM (${dueSweeps("$1::timestamptz", "$2")}) due WHERE s.ctid = due.place`;

/** Notes the sweeps whose claims have come: from now on they withdraw what is older. */
export async function executeSweeps(connection: SqlConnection, { horizon, distrusted }: View): Promise<number> {
  const { rowCount } = await connection.query(EXECUTE, [horizon, distrusted]);
  return rowCount ?? 0;
}
