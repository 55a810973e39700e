import type { MigrationInterface, QueryRunner } from "typeorm";

const UP = `
ALTER TABLE resource ADD COLUMN published_removal_on timestamptz NOT NULL DEFAULT '-infinity';
UPDATE resource SET published_removal_on = removed_on WHERE removed_on > '-infinity';
COMMENT ON COLUMN resource.removed_on IS 'When it ended last: the newest of its removals and of the decisions in force';
COMMENT ON COLUMN resource.published_removal_on IS 'Newest removal that was published: what is left of removed_on when decisions are taken back';

ALTER TABLE sweep ADD COLUMN executed_on timestamptz;
COMMENT ON COLUMN sweep.executed_on IS 'When the housekeeper found that it holds; null: its claims have not all come';

CREATE TABLE housekeeping_plan (
  id uuid PRIMARY KEY,
  rule text COLLATE "C" NOT NULL,
  resource_type text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  horizon timestamptz NOT NULL,
  counts json NOT NULL,
  examples json NOT NULL,
  status text NOT NULL CHECK (status IN ('held', 'approved', 'rejected', 'executed', 'lapsed')),
  planned_on timestamptz NOT NULL DEFAULT now(),
  decided_on timestamptz,
  decided_by text
);
COMMENT ON TABLE housekeeping_plan IS 'What a rule would remove and may not without approval';
COMMENT ON COLUMN housekeeping_plan.horizon IS 'What was due by then: approval and rejection speak of that';
CREATE UNIQUE INDEX housekeeping_plan_open ON housekeeping_plan (rule, resource_type) WHERE status IN ('held', 'approved');
CREATE INDEX housekeeping_plan_by_time ON housekeeping_plan (planned_on DESC, id);

CREATE TABLE housekeeping_run (
  id uuid PRIMARY KEY,
  rule text COLLATE "C" NOT NULL,
  resource_type text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  horizon timestamptz NOT NULL,
  seen_on timestamptz NOT NULL,
  removed bigint NOT NULL,
  plan_id uuid,
  started_on timestamptz NOT NULL DEFAULT now(),
  ended_on timestamptz,
  undoable_until timestamptz NOT NULL,
  undo_requested_on timestamptz,
  undo_requested_by text,
  undone_on timestamptz
);
COMMENT ON TABLE housekeeping_run IS 'Decisions that one rule took at one time';
COMMENT ON COLUMN housekeeping_run.seen_on IS 'The newest record time that was seen';
CREATE INDEX housekeeping_run_by_time ON housekeeping_run (started_on DESC, id);

CREATE TABLE housekeeping_decision (
  run_id uuid NOT NULL,
  resource_id uuid NOT NULL,
  removed_on timestamptz NOT NULL,
  is_undone boolean NOT NULL DEFAULT false,
  PRIMARY KEY (run_id, resource_id)
);
COMMENT ON TABLE housekeeping_decision IS 'Resources that the housekeeper removed, each as of the newest record time that it saw';
CREATE INDEX housekeeping_decision_by_resource ON housekeeping_decision (resource_id);

CREATE TABLE tombstone (
  resource_id uuid PRIMARY KEY,
  since timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE tombstone IS 'Since when nothing but its times is kept of a removed Resource';
`;

const DOWN = `
DROP TABLE tombstone, housekeeping_decision, housekeeping_run, housekeeping_plan;
ALTER TABLE sweep DROP COLUMN executed_on;
UPDATE resource SET removed_on = published_removal_on WHERE removed_on > published_removal_on;
ALTER TABLE resource DROP COLUMN published_removal_on;
`;

/** Decisions of the housekeeper, kept apart from published removals so that they can be taken back. */
export class Housekeeping1763800400000 implements MigrationInterface {
  readonly name = "Housekeeping1763800400000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
