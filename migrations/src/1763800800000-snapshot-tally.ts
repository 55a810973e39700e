import type { MigrationInterface, QueryRunner } from "typeorm";

const UP = `
-- GET /resources?field=, which is not to walk through types of Resources that have no such Reading.
ALTER TABLE type_tally ADD COLUMN resource_type text COLLATE "C";
COMMENT ON COLUMN type_tally.resource_type IS 'Of snapshots, the type of their Resources; NULL: of any, written by a sink from before there was this column';

DELETE FROM type_tally WHERE kind = 'snapshot';
INSERT INTO type_tally (kind, type, resource_type, count, newest)
SELECT 'snapshot', s.type, r.type, count(*), max(s.collected_on)
FROM snapshot s
JOIN resource r ON r.id = s.resource_id
GROUP BY s.type, r.type;
`;

const DOWN = "ALTER TABLE type_tally DROP COLUMN resource_type";

/** Counts snapshots by the type of their Resources too. */
export class SnapshotTally1763800800000 implements MigrationInterface {
  readonly name = "SnapshotTally1763800800000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
