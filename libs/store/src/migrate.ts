import { ConfigurationError } from "@binnacle/errors";
import type { DataSource, QueryRunner } from "typeorm";
import { createDataSource } from "./data-source.js";

/** The first version with UNIQUE NULLS NOT DISTINCT. */
const OLDEST_SERVER = 150_000;

/** Two processes that start together must not both migrate: the second waits for the first. The number is arbitrary. */
const MIGRATION_LOCK = 6_170_264_115;
const MAX_ATTEMPTS = 5;

/**
 * Brings the schema up to date and returns the names of the migrations that it ran.
 *
 * @throws ConfigurationError if the server is older than PostgreSQL 15
 */
export async function migrate(url: string): Promise<string[]> {
  const dataSource = await createDataSource({ url, applicationName: "binnacle-migrate", poolSize: 2 }).initialize();
  try {
    const runner = dataSource.createQueryRunner();
    await checkVersion(runner);
    await runner.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    try {
      return await runMigrations(dataSource);
    } finally {
      await runner.query("SELECT pg_advisory_unlock($1)", [MIGRATION_LOCK]);
      await runner.release();
    }
  } finally {
    await dataSource.destroy();
  }
}

/**
 * Roles belong to the server, beyond the lock: who migrates another of its databases at the same time may make one first, which
 * undoes the migration that was about to. The next try finds it there.
 */
async function runMigrations(dataSource: DataSource): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await dataSource.runMigrations({ transaction: "each" })).map(({ name }) => name);
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isRoleMadeMeanwhile(error)) throw error;
    }
  }
}

function isRoleMadeMeanwhile(error: unknown): boolean {
  const { code, table } = error as { code?: string; table?: string };
  return code === "42710" || (code === "23505" && (table === "pg_authid" || table === "pg_auth_members"));
}

async function checkVersion(runner: QueryRunner): Promise<void> {
  const [{ number, version }] = await runner.query(
    "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version",
  );
  if (number < OLDEST_SERVER)
    throw new ConfigurationError([`PostgreSQL ${version} is too old; 15 or newer is needed.`]);
}
