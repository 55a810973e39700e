import type { MigrationInterface, QueryRunner } from "typeorm";

const UP = `
-- GET /types, and presence in general: what ended at some time, which is little.
CREATE INDEX resource_ended ON resource (id) WHERE removed_on > '-infinity';
-- GET /resources?parentId=none.
CREATE INDEX resource_root ON resource (type, name) WHERE parent_id IS NULL OR removed_on > '-infinity';
-- GET /resources?createdAfter=&createdBefore=.
CREATE INDEX resource_by_created ON resource (greatest(mentioned_on, removed_on));
`;

const DOWN = "DROP INDEX resource_by_created, resource_root, resource_ended";

/** Indexes of the reads, each for the query that it is named with. */
export class ReadIndexes1763800300000 implements MigrationInterface {
  readonly name = "ReadIndexes1763800300000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
