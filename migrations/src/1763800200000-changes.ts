import type { MigrationInterface, QueryRunner } from "typeorm";

const UP = `
CREATE TABLE change (
  transaction_id bigint PRIMARY KEY DEFAULT pg_current_xact_id()::text::bigint,
  changed_on timestamptz NOT NULL DEFAULT now(),
  changes json NOT NULL
);
COMMENT ON TABLE change IS 'What each transaction changed of what is shown, one row a transaction; kept for a day';
COMMENT ON COLUMN change.changes IS 'Array of [resource id, resource type, created|changed|removed, [reading types]]';
CREATE INDEX change_by_time ON change (changed_on);

CREATE TABLE type_tally (
  kind text NOT NULL,
  type text COLLATE "C" NOT NULL,
  count bigint NOT NULL,
  newest timestamptz NOT NULL,
  CHECK (kind IN ('resource', 'snapshot', 'series'))
);
COMMENT ON TABLE type_tally IS 'Rows added to the tables of these kinds, by type: differences, to be summed and now and then folded';
COMMENT ON COLUMN type_tally.newest IS 'Newest declared_on or collected_on among them; -infinity: none';

INSERT INTO type_tally
SELECT 'resource', type, count(*), max(declared_on) FROM resource GROUP BY type
UNION ALL
SELECT 'snapshot', type, count(*), max(collected_on) FROM snapshot GROUP BY type
UNION ALL
SELECT 'series', type, count(*), max(collected_on) FROM series GROUP BY type;
`;

const DOWN = "DROP TABLE type_tally, change";

/** The change feed, and counts by type that no read has to count. */
export class Changes1763800200000 implements MigrationInterface {
  readonly name = "Changes1763800200000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
