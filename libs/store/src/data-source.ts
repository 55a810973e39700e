import "reflect-metadata";
import { MIGRATIONS } from "@binnacle/migrations";
import pg from "pg";
import { DataSource } from "typeorm";
import { EnduringClient } from "./enduring-client.js";
import { TABLES } from "./tables/index.js";

export interface StoreOptions {
  /** `postgresql://user:password@host:port/database`. */
  url: string;
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  /** Most connections held at once; as many as the server has cores is a good start for writers. */
  poolSize?: number;
  /** Milliseconds after which the server ends a statement; 0, the default, is never. */
  statementTimeout?: number;
  /** Prepared statements are planned once a connection, for any values; by default PostgreSQL decides each time. */
  plansOnce?: boolean;
}

/** The one way to a database. Times are printed in UTC; the schema is changed by migrations only. */
export function createDataSource(options: StoreOptions): DataSource {
  return new DataSource({
    type: "postgres",
    // Handed in, since a bundler does not see what TypeORM would require by itself.
    driver: pg,
    url: options.url,
    applicationName: options.applicationName,
    poolSize: options.poolSize ?? 4,
    entities: TABLES,
    migrations: MIGRATIONS,
    migrationsTableName: "migration",
    // Installing extensions is the server's owner's business; none is needed.
    installExtensions: false,
    synchronize: false,
    extra: {
      Client: EnduringClient,
      options: `-c TimeZone=UTC -c DateStyle=ISO${options.plansOnce ? " -c plan_cache_mode=force_generic_plan" : ""}`,
      statement_timeout: options.statementTimeout ?? 0,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    },
  });
}
