import type { DataSource } from "typeorm";
import type { ModelDecision } from "../convergence/catalog-model.js";

export type StoredDecision = ModelDecision & { rule: string; isUndone: boolean };

/** The recorded decisions, in the model's terms. */
export function storedDecisions(database: DataSource): Promise<StoredDecision[]> {
  return database.query(`
    SELECT r.type || E'\\n' || r.name AS id, u.rule, d.is_undone AS "isUndone",
      to_char(d.removed_on AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS on
    FROM housekeeping_decision d
    JOIN housekeeping_run u ON u.id = d.run_id
    JOIN resource r ON r.id = d.resource_id
    ORDER BY r.type || E'\\n' || r.name, d.removed_on`);
}

/** Rows of the tables against what the counts by type say: differences. */
export function tallyFaults(database: DataSource): Promise<unknown[]> {
  return database.query(`
    SELECT * FROM (
      SELECT kind, type, coalesce(resource_type, '') AS of, sum(count) AS count FROM type_tally
      GROUP BY kind, type, resource_type HAVING sum(count) <> 0
    ) t FULL JOIN (
      SELECT 'resource' AS kind, type, '' AS of, count(*) FROM resource GROUP BY type
      UNION ALL SELECT 'snapshot', s.type, r.type, count(*) FROM snapshot s JOIN resource r ON r.id = s.resource_id GROUP BY s.type, r.type
      UNION ALL SELECT 'series', type, '', count(*) FROM series GROUP BY type
    ) r USING (kind, type, of)
    WHERE t.count IS DISTINCT FROM r.count`);
}
