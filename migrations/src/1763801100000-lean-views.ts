import type { MigrationInterface, QueryRunner } from "typeorm";

const UP = `
-- reading_current and reference_current look up the Resource of each row. Only what was removed at some time has anything to hide, which is
-- little, and has an index of its own: one look at that tells as much for calculations, which know whom they ask about.
CREATE VIEW snapshot_current AS
SELECT s.resource_id, s.type, s.collected_on, s.source, s.digest, s.value
FROM snapshot s
WHERE NOT EXISTS (
  SELECT FROM resource r WHERE r.id = s.resource_id AND r.removed_on > '-infinity' AND r.removed_on >= s.collected_on
);
COMMENT ON VIEW snapshot_current IS 'The rows of reading_current, without what their Resource is';

CREATE VIEW edge_current AS
SELECT e.resource_id, e.reading_type, e.target_id, e.target_type, e.target_name
FROM reference e
WHERE NOT EXISTS (
  SELECT
  FROM resource r
  JOIN snapshot s ON s.resource_id = r.id
  WHERE r.id = e.resource_id AND r.removed_on > '-infinity' AND s.type = e.reading_type AND r.removed_on >= s.collected_on
);
COMMENT ON VIEW edge_current IS 'The rows of reference_current, without what their Resource is';

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'binnacle_reader') THEN
    GRANT SELECT ON snapshot_current, edge_current TO binnacle_reader;
  END IF;
END $$;
`;

const DOWN = "DROP VIEW edge_current, snapshot_current";

/** The views of readings and references as calculations read thousands of them at once. */
export class LeanViews1763801100000 implements MigrationInterface {
  readonly name = "LeanViews1763801100000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
