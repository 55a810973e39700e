import { setTimeout as sleep } from "node:timers/promises";
import type { QueryRunner } from "typeorm";
import { createDataSource } from "../data-source.js";
import { READ_INDEX_PREFIX, readIndexes, readStatistics, type ReadDemands } from "./read-index.js";

/** One at a time makes indexes. The number is arbitrary. */
const INDEX_LOCK = 6_170_264_116;
const LOCK_INTERVAL_MS = 500;

/** What had to be done, by names of indexes. */
export interface SyncedIndexes {
  created: string[];
  dropped: string[];
}

/**
 * Makes the indexes that the reads need for what is declared, and drops those that are no longer: concurrently, so that nothing waits for it.
 * One that an interrupted run left behind invalid is made again. Running it again changes nothing.
 */
export async function syncReadIndexes(url: string, demands: ReadDemands): Promise<SyncedIndexes> {
  const dataSource = await createDataSource({ url, applicationName: "binnacle-indexes", poolSize: 1 }).initialize();
  try {
    const runner = dataSource.createQueryRunner();
    try {
      await lock(runner);
      return await sync(runner, demands);
    } finally {
      // The lock goes with the connection.
      await runner.release();
    }
  } finally {
    await dataSource.destroy();
  }
}

/** By asking again and again: who waits inside a statement holds a snapshot, which an index that is being made would wait for. */
async function lock(runner: QueryRunner): Promise<void> {
  for (;;) {
    const [{ locked }] = await runner.query("SELECT pg_try_advisory_lock($1) AS locked", [INDEX_LOCK]);
    if (locked) return;
    await sleep(LOCK_INTERVAL_MS);
  }
}

async function sync(runner: QueryRunner, demands: ReadDemands): Promise<SyncedIndexes> {
  const wanted = readIndexes(demands, await findTrigrams(runner));
  const names = new Set(wanted.map(({ name }) => name));
  const present = await listReadIndexes(runner);
  const kept = new Set(present.filter(({ name, isValid }) => isValid && names.has(name)).map(({ name }) => name));
  const missing = wanted.filter(({ name }) => !kept.has(name));
  const drop = async (dropped: readonly { name: string }[]): Promise<void> => {
    for (const { name } of dropped) await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
  };
  await drop(present.filter(({ name }) => names.has(name) && !kept.has(name)));
  for (const { name, definition } of missing) await runner.query(`CREATE INDEX CONCURRENTLY ${name} ON ${definition}`);
  const isAnother = await syncStatistics(runner, demands);
  if (missing.length > 0 || isAnother) await runner.query("ANALYZE snapshot, resource");
  const unwanted = present.filter(({ name }) => !names.has(name));
  await drop(unwanted);
  return { created: missing.map(({ name }) => name), dropped: unwanted.map(({ name }) => name) };
}

/** Whether there are other ones now. */
async function syncStatistics(runner: QueryRunner, demands: ReadDemands): Promise<boolean> {
  const wanted = readStatistics(demands);
  const names = new Set(wanted.map(({ name }) => name));
  const rows: { name: string }[] = await runner.query(
    `SELECT stxname AS name FROM pg_statistic_ext WHERE stxrelid = 'snapshot'::regclass AND starts_with(stxname, $1)`,
    [READ_INDEX_PREFIX],
  );
  const present = new Set(rows.map(({ name }) => name));
  for (const name of present) if (!names.has(name)) await runner.query(`DROP STATISTICS IF EXISTS ${name}`);
  const missing = wanted.filter(({ name }) => !present.has(name));
  for (const { name, definition } of missing) await runner.query(`CREATE STATISTICS ${name} ${definition}`);
  return missing.length > 0;
}

async function listReadIndexes(runner: QueryRunner): Promise<{ name: string; isValid: boolean }[]> {
  return runner.query(
    `SELECT c.relname AS name, i.indisvalid AS "isValid"
     FROM pg_index i
     JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid IN ('snapshot'::regclass, 'resource'::regclass) AND starts_with(c.relname, $1)
     ORDER BY c.relname`,
    [READ_INDEX_PREFIX],
  );
}

/** The extension may lie in any schema. */
async function findTrigrams(runner: QueryRunner): Promise<string | undefined> {
  const [found] = await runner.query(
    `SELECT quote_ident(n.nspname) || '.gin_trgm_ops' AS "operatorClass"
     FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
     WHERE e.extname = 'pg_trgm'`,
  );
  return found?.operatorClass;
}
