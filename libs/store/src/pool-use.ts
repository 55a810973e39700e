import type { Pool } from "pg";
import type { DataSource } from "typeorm";

/** How many connections of a data source there are, how many of them are idle, and who waits for one. */
export function poolUse(dataSource: DataSource): { most: number; open: number; idle: number; waiting: number } {
  const most = (dataSource.options as { poolSize?: number }).poolSize ?? 0;
  if (!dataSource.isInitialized) return { most, open: 0, idle: 0, waiting: 0 };
  const { totalCount, idleCount, waitingCount } = (dataSource.driver as unknown as { master: Pool }).master;
  return { most, open: totalCount, idle: idleCount, waiting: waitingCount };
}
