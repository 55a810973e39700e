import type { DataSource, EntityManager } from "typeorm";
import type { Timestamp } from "@binnacle/contract";

/** Everything before this month lies in one partition (see the first migration). */
const FIRST_MONTH = "2025-01";

/** Two writers that make the same partition wait for each other. The number is arbitrary. */
export const PARTITION_LOCK = 6_170_264_116;

/** Makes the monthly partitions of the series as readings ask for them, and remembers which are there. */
export class SeriesPartitions {
  private readonly known = new Set<string>();

  constructor(private readonly dataSource: DataSource) {}

  /** To be called before the readings are inserted; runs on a connection of its own, so that it holds no lock for long. */
  async ensure(times: Iterable<Timestamp>): Promise<void> {
    const months = new Set<string>();
    for (const time of times) {
      const month = time.slice(0, 7);
      if (month >= FIRST_MONTH && !this.known.has(month)) months.add(month);
    }
    for (const month of [...months].toSorted()) {
      await this.create(month);
      this.known.add(month);
    }
  }

  /** After a partition turned out to be gone. */
  forget(): void {
    this.known.clear();
  }

  private async create(month: string): Promise<void> {
    const partition = `series_${month.replace("-", "_")}`;
    // Without the lock first: the housekeeper may hold it while it waits for readers of a month that it drops.
    if (await this.isThere(this.dataSource.manager, partition)) return;
    await this.dataSource.transaction(async (manager) => {
      await manager.query("SELECT pg_advisory_xact_lock($1)", [PARTITION_LOCK]);
      if (await this.isThere(manager, partition)) return;
      // Attaching an empty table locks out no reader and no writer; CREATE ... PARTITION OF would lock out both. One that is there
      // was detached by a housekeeper which died before it was dropped.
      await manager.query(`CREATE TABLE IF NOT EXISTS ${partition} (LIKE series INCLUDING ALL)`);
      await manager.query(attachment(month));
    });
  }

  private async isThere(manager: EntityManager, partition: string): Promise<boolean> {
    const [{ attached }] = await manager.query(
      "SELECT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass($1)) AS attached",
      [partition],
    );
    return attached;
  }
}

/** Makes a month's table a partition. */
export function attachment(month: string): string {
  return `ALTER TABLE series ATTACH PARTITION series_${month.replace("-", "_")}
    FOR VALUES FROM ('${month}-01 00:00:00+00') TO ('${monthAfter(month)}-01 00:00:00+00')`;
}

/** The month (`YYYY-MM`) that follows. */
export function monthAfter(month: string): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}
