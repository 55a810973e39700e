import type { Candidate, CandidateGroup, RemovalRule, TypeCount, View } from "@binnacle/housekeeping";
import type { SqlConnection } from "./sql-connection.js";
import { timestampText } from "../reads/columns.js";
import { candidateQuery } from "./candidates/candidate-query.js";
import { TOTALS } from "./rehearse.js";

const CREATE = `
CREATE TEMPORARY TABLE IF NOT EXISTS candidate (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  root_id uuid NOT NULL,
  root_type text NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL,
  name text NOT NULL,
  removed_on timestamptz NOT NULL,
  due_on timestamptz NOT NULL,
  reason text NOT NULL
)`;

const COUNT = `
SELECT c.root_type, c.type, count(*)::float8 AS count
FROM candidate c
GROUP BY c.root_type, c.type
ORDER BY c.root_type, c.type`;

const EXAMPLES = `
SELECT root_type, type, name, reason
FROM (
  SELECT c.*, row_number() OVER (PARTITION BY root_type ORDER BY position) AS number FROM candidate c
) numbered
WHERE number <= 10
ORDER BY position`;

const PAGE = `
SELECT position, root_id AS "rootId", id, type, name, ${timestampText("removed_on")} AS "removedOn",
  ${timestampText("due_on")} AS "dueOn", reason
FROM candidate
WHERE position > $1 AND root_type = $2
ORDER BY position
LIMIT $3`;

/** A candidate where it stands; what goes with another comes before it. */
export interface PlacedCandidate extends Candidate {
  position: string;
  rootId: string;
}

/** What a rule would remove, found in one go and worked off in parts. Of this connection alone. */
export class CandidateTable {
  constructor(private readonly connection: SqlConnection) {}

  async fill(rule: RemovalRule, view: View, resourceType?: string): Promise<CandidateGroup[]> {
    const { connection } = this;
    await connection.query(CREATE);
    await connection.query("TRUNCATE candidate RESTART IDENTITY");
    const { text, values } = candidateQuery(rule, view, { resourceType });
    await connection.query(
      `INSERT INTO candidate (root_id, root_type, id, type, name, removed_on, due_on, reason)
       SELECT root_id, root_type, id, type, name, removed_on, due_on, reason
       FROM (${text}) found ORDER BY root_id, depth DESC, id`,
      values,
    );
    return this.groups();
  }

  async page(resourceType: string, after: string, limit: number): Promise<PlacedCandidate[]> {
    const { rows } = await this.connection.query<PlacedCandidate>(PAGE, [after, resourceType, limit]);
    return rows;
  }

  private async groups(): Promise<CandidateGroup[]> {
    const { connection } = this;
    const { rows: counted } = await connection.query<{ root_type: string; type: string; count: number }>(COUNT);
    if (counted.length === 0) return [];
    const types = [...new Set(counted.map(({ type }) => type))];
    const { rows: totals } = await connection.query<{ type: string; total: number }>(TOTALS, [types]);
    const { rows: examples } = await connection.query<CandidateGroup["examples"][number] & { root_type: string }>(
      EXAMPLES,
    );
    return [...Map.groupBy(counted, (row) => row.root_type)].map(([resourceType, rows]) => ({
      resourceType,
      counts: rows.map(({ type, count }): TypeCount => ({
        type,
        count,
        total: totals.find((row) => row.type === type)?.total ?? 0,
      })),
      examples: examples
        .filter((row) => row.root_type === resourceType)
        .map(({ type, name, reason }) => ({ type, name, reason })),
    }));
  }
}
