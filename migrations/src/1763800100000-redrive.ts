import type { MigrationInterface, QueryRunner } from "typeorm";

const UP = `
ALTER TABLE rejection ADD COLUMN sent_on timestamptz, ADD COLUMN content_encoding text;
COMMENT ON COLUMN rejection.sent_on IS 'Time of records that state none, for a redrive; null: not kept, last_received_on then';
COMMENT ON COLUMN rejection.content_encoding IS 'Of a whole message that could not be decoded';
`;

const DOWN = "ALTER TABLE rejection DROP COLUMN sent_on, DROP COLUMN content_encoding";

export class Redrive1763800100000 implements MigrationInterface {
  readonly name = "Redrive1763800100000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
