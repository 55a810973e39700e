import type { MigrationInterface, QueryRunner } from "typeorm";

const UP = `
-- GET /readings?resourceType=, by Resource: without it, a type of Resources that have few Readings took a walk over all Readings.
-- It costs a new Resource 126 bytes of WAL on top of 560.
CREATE INDEX resource_by_type ON resource (type, id);
`;

const DOWN = "DROP INDEX resource_by_type";

export class ResourcesByType1763800310000 implements MigrationInterface {
  readonly name = "ResourcesByType1763800310000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
