import type { MigrationInterface, QueryRunner } from "typeorm";

const UP = `
-- What happened last, anywhere: the calculation recent-events. It holds no other series, so that samples cost what they did; an event costs
-- 65 bytes of WAL on top of 413.
CREATE INDEX series_events ON series (collected_on) WHERE type = 'ServiceEvent';
`;

const DOWN = "DROP INDEX series_events";

/** Life-cycle events by time. While it is made no series is written to, for half a second a million rows. */
export class SeriesEvents1763801200000 implements MigrationInterface {
  readonly name = "SeriesEvents1763801200000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
