import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The order of the feed. Transaction ids are given out when a transaction first writes, not when it locks what it changes, so of two
 * that change one Resource the later may have the lower id. `ordinal` is read off when the row is written, which writers do last: all
 * that they changed is locked by then, and whoever locked it before has ended and is counted among the ended.
 */
const UP = `
ALTER TABLE change
  ADD COLUMN ordinal bigint NOT NULL
    DEFAULT greatest(pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1),
  ADD COLUMN sequence bigint GENERATED ALWAYS AS IDENTITY;
COMMENT ON COLUMN change.ordinal IS 'The newest transaction that had ended when the row was written, or this one: never below transaction_id';
COMMENT ON COLUMN change.sequence IS 'Tells apart rows of one ordinal, in the order in which they were written';
CREATE UNIQUE INDEX change_by_order ON change (ordinal, sequence);
`;

const DOWN = "ALTER TABLE change DROP COLUMN ordinal, DROP COLUMN sequence";

/** An order of changes in which the last change of a Resource is the last. */
export class ChangeOrder1763800210000 implements MigrationInterface {
  readonly name = "ChangeOrder1763800210000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
