import type { MigrationInterface, QueryRunner } from "typeorm";

const UP = `
-- What lies below a thousand services is tens of thousands of Resources: each was looked up again for what its row says besides.
CREATE OR REPLACE VIEW child_current AS
SELECT
  parent_id,
  id,
  type,
  name,
  greatest(mentioned_on, removed_on) AS created_on,
  CASE WHEN declared_on > removed_on THEN declared_on END AS last_seen_on,
  CASE WHEN declared_on > removed_on AND expires_on < 'infinity' THEN expires_on END AS expires_on,
  declared_on > removed_on AS declared
FROM resource
WHERE parent_id IS NOT NULL AND parent_set_on > removed_on;
`;

const DOWN = `
DROP VIEW child_current;
CREATE VIEW child_current AS
SELECT parent_id, id, type, name
FROM resource
WHERE parent_id IS NOT NULL AND parent_set_on > removed_on;
COMMENT ON VIEW child_current IS 'Who is whose child now; unlike the parent_id of resource_current it is found by index';
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'binnacle_reader') THEN
    GRANT SELECT ON child_current TO binnacle_reader;
  END IF;
END $$;
`;

/** Lets the view of children tell all that `resource_current` does. */
export class ChildColumns1763801000000 implements MigrationInterface {
  readonly name = "ChildColumns1763801000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
