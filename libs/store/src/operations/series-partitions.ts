import type { DataSource } from "typeorm";
import type { Timestamp } from "@binnacle/contract";

/** Everything before this month lies in one partition (see the first migration). */
const FIRST_MONTH = "2025-01";

/** Two writers that make the same partition wait for each other. The number is arbitrary. */
const PARTITION_LOCK = 6_170_264_116;

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
    await this.dataSource.transaction(async (manager) => {
      await manager.query("SELECT pg_advisory_xact_lock($1)", [PARTITION_LOCK]);
      const [{ exists }] = await manager.query("SELECT to_regclass($1) IS NOT NULL AS exists", [partition]);
      if (exists) return;
      // Attaching an empty table locks out no reader and no writer; CREATE ... PARTITION OF would lock out both.
      await manager.query(`CREATE TABLE ${partition} (LIKE series INCLUDING ALL)`);
      await manager.query(
        `ALTER TABLE series ATTACH PARTITION ${partition}
         FOR VALUES FROM ('${month}-01 00:00:00+00') TO ('${nextMonth(month)}-01 00:00:00+00')`,
      );
    });
  }
}

function nextMonth(month: string): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}
