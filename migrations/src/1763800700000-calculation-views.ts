import type { MigrationInterface, QueryRunner } from "typeorm";

const UP = `
-- A parent that was set after the child's removal was set by a record of the child's own, so the child is present.
CREATE VIEW child_current AS
SELECT parent_id, id, type, name
FROM resource
WHERE parent_id IS NOT NULL AND parent_set_on > removed_on;
COMMENT ON VIEW child_current IS 'Who is whose child now; unlike the parent_id of resource_current it is found by index';

CREATE VIEW reference_current AS
SELECT
  e.resource_id, r.type AS resource_type, r.name AS resource_name, e.reading_type,
  e.target_id, e.target_type, e.target_name
FROM reference e
JOIN snapshot s ON s.resource_id = e.resource_id AND s.type = e.reading_type
JOIN resource r ON r.id = e.resource_id
WHERE s.collected_on > r.removed_on;
COMMENT ON VIEW reference_current IS 'The references that the readings of reading_current hold; a target need not be there';

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'binnacle_reader') THEN
    GRANT SELECT ON child_current, reference_current TO binnacle_reader;
  END IF;
END $$;
`;

const DOWN = "DROP VIEW reference_current, child_current";

/** What calculations need besides the other views, since the reader's role sees views only. */
export class CalculationViews1763800700000 implements MigrationInterface {
  readonly name = "CalculationViews1763800700000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
