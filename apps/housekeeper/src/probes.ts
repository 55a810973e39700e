import type { Publisher } from "@binnacle/collector";
import type { ReadingRecord, Timestamp } from "@binnacle/contract";
import { HOUSEKEEPER_SOURCE, probeRecord } from "@binnacle/housekeeping";
import type { Logger } from "@binnacle/platform";

/** Publishes the readings that show how far the queue was read. */
export class Probes {
  private due = 0;

  constructor(
    private readonly publisher: Publisher,
    private readonly everyMs: number,
    private readonly logger: Logger,
  ) {}

  async publishIfDue(clock: { now(): Promise<Timestamp> }): Promise<void> {
    if (Date.now() < this.due) return;
    this.due = Date.now() + this.everyMs;
    await this.publish(clock);
  }

  /** One with the database's time. If it cannot be published the next may be; until then nothing newer counts as seen. */
  async publish(clock: { now(): Promise<Timestamp> }): Promise<ReadingRecord & { collectedOn: Timestamp }> {
    const collectedOn = await clock.now();
    const record = probeRecord(collectedOn);
    const session = this.publisher.open(HOUSEKEEPER_SOURCE);
    await session.publish(record);
    const { failed } = await session.flush();
    if (failed[0])
      this.logger.warn({ code: failed[0].code, detail: failed[0].detail }, "a probe could not be published");
    return { ...record, collectedOn };
  }
}
