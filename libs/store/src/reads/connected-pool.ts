import type { Pool } from "pg";
import type { DataSource } from "typeorm";

/**
 * Gives the data source's pool, past TypeORM's query runner, which knows no named statements and wraps every row. A data source that
 * could not connect yet is tried again at each call, so that a process may start before its database.
 */
export function connectedPool(dataSource: DataSource): () => Promise<Pool> {
  let connecting: Promise<unknown> | undefined;
  return async () => {
    if (!dataSource.isInitialized) {
      connecting ??= dataSource.initialize().finally(() => {
        connecting = undefined;
      });
      await connecting;
    }
    return (dataSource.driver as unknown as { master: Pool }).master;
  };
}
