import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "@binnacle/embedded";
import { createDataSource, migrate } from "@binnacle/store";
import type { DataSource } from "typeorm";

/**
 * An embedded PostgreSQL of its own that syncs to disk unless told otherwise, with the schema and as many pools as asked for; gone
 * afterwards.
 */
export async function withDatabase(
  pools: number,
  use: (dataSources: readonly DataSource[]) => Promise<void>,
  { settings, poolSize = 9 }: { settings?: Readonly<Record<string, string>>; poolSize?: number } = {},
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "binnacle-bench-"));
  const postgres = await startPostgres({
    dataDirectory: join(directory, "postgres"),
    temporary: true,
    // No checkpoint within a run: the full page images after one would hide what a record itself writes.
    settings: { shared_buffers: "512MB", max_wal_size: "8GB", checkpoint_timeout: "1d", ...settings },
  });
  try {
    await migrate(postgres.url);
    const dataSources = await Promise.all(
      Array.from({ length: pools }, () =>
        createDataSource({ url: postgres.url, applicationName: "bench", poolSize }).initialize(),
      ),
    );
    await use(dataSources);
    await Promise.all(dataSources.map((dataSource) => dataSource.destroy()));
  } finally {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Bytes of WAL written so far. */
export async function walBytes(dataSource: DataSource): Promise<number> {
  const [{ bytes }] = await dataSource.query("SELECT pg_current_wal_lsn() - '0/0' AS bytes");
  return Number(bytes);
}
