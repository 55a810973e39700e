import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * What is hidden is counted once, by the housekeeper, and again when somebody notes that it may have changed. Until it has been counted a
 * Resource has a note; so whoever reads the counts looks at the rows of the noted Resources only.
 */
const UP = `
CREATE TABLE hidden (
  resource_id uuid NOT NULL,
  kind text NOT NULL,
  type text COLLATE "C" NOT NULL,
  count bigint NOT NULL,
  CHECK (kind IN ('resource', 'snapshot', 'series'))
);
COMMENT ON TABLE hidden IS 'What a Resource that ended hides, as counted: itself if it is absent, snapshots, and series while it is absent';
CREATE INDEX hidden_by_resource ON hidden (resource_id);

CREATE TABLE hidden_tally (
  kind text NOT NULL,
  type text COLLATE "C" NOT NULL,
  count bigint NOT NULL,
  CHECK (kind IN ('resource', 'snapshot', 'series'))
);
COMMENT ON TABLE hidden_tally IS 'The rows of hidden, by type: differences, to be summed and now and then folded';

CREATE TABLE hidden_note (
  resource_id uuid NOT NULL,
  is_ripe boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE hidden_note IS 'Resources of which hidden may not say what they hide now; not one row each';
COMMENT ON COLUMN hidden_note.is_ripe IS 'Whoever has not seen what the note is about has ended, or is waited for';
CREATE INDEX hidden_note_by_resource ON hidden_note (resource_id);

INSERT INTO hidden_note (resource_id) SELECT id FROM resource WHERE removed_on > '-infinity';
`;

const DOWN = "DROP TABLE hidden_note, hidden_tally, hidden";

/** Counts of what is hidden, kept beside the counts of what is stored. */
export class HiddenCounts1763800900000 implements MigrationInterface {
  readonly name = "HiddenCounts1763800900000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
