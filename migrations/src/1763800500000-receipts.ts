import type { MigrationInterface, QueryRunner } from "typeorm";

/** 244 bits from the server's strong random generator, without an extension: gen_random_uuid() has 122. */
const UP = `
CREATE TABLE source_tally (
  source text COLLATE "C" NOT NULL,
  records bigint NOT NULL,
  rejections bigint NOT NULL,
  newest timestamptz NOT NULL
);
COMMENT ON TABLE source_tally IS 'Records that came, by source: differences, to be summed and now and then folded';
COMMENT ON COLUMN source_tally.records IS 'Records that sinks dealt with, rejected ones and repeats among them';
COMMENT ON COLUMN source_tally.rejections IS 'Of those, the rejected ones';
COMMENT ON COLUMN source_tally.newest IS 'When the queue received the newest of their messages';

INSERT INTO source_tally
SELECT source, sum(count), sum(count), max(last_received_on) FROM rejection GROUP BY source;

CREATE TABLE receipt (
  id uuid NOT NULL,
  first_index integer NOT NULL,
  last_index integer NOT NULL,
  outcomes json NOT NULL,
  recorded_on timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (id, first_index, last_index)
);
COMMENT ON TABLE receipt IS 'What became of the records of requests to the intake, a row for each message, or for each transaction that it took; kept for 7 days';
COMMENT ON COLUMN receipt.outcomes IS 'Array of [index in the request, how many from there on, outcome, code of a rejection]';
CREATE INDEX receipt_by_time ON receipt (recorded_on);

CREATE TABLE receipt_key (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  key bytea NOT NULL
);
COMMENT ON TABLE receipt_key IS 'What the ids of receipts are signed with where providers are given no BINNACLE_RECEIPT_KEY';
INSERT INTO receipt_key (key) SELECT sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));
`;

const DOWN = "DROP TABLE receipt_key, receipt, source_tally";

/** What became of the records of a request, and who publishes. */
export class Receipts1763800500000 implements MigrationInterface {
  readonly name = "Receipts1763800500000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
