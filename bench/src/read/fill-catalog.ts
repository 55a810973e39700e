import { PostgresHousekeepingStore, syncReadIndexes } from "@binnacle/store";
import type { DataSource } from "typeorm";
import { FIELDS, type CatalogShape } from "./catalog-shape.js";
import { REFERENCE_STEP, SERIES_STEPS, snapshotSteps, TALLY_STEPS, type FillStep } from "./generate-readings.js";
import { generateResources } from "./generate-resources.js";

const MICROS_OF_A_MONTH = 31 * 86_400_000;
const FILLED = ["resource", "claim", "snapshot", "reference", "series"];

export interface FillOptions {
  url: string;
  seed: number;
  /** The time that all times are counted from; `YYYY-MM-DDTHH:MM:SSZ`. */
  base: string;
  progress: (line: string) => void;
}

/**
 * Fills an empty catalog with what a sink would have stored of the records of such a company, only faster: without indexes, which are
 * made again afterwards, over as many connections as the pool has.
 */
export async function fillCatalog(dataSource: DataSource, shape: CatalogShape, options: FillOptions): Promise<void> {
  const { base, progress, url } = options;
  const timed = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    const startedAt = performance.now();
    await work();
    progress(`${what}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  };
  const run = (steps: readonly FillStep[]): Promise<void> =>
    concurrently(steps, async ({ text }) => void (await dataSource.query(text, text.includes("$1") ? [base] : [])));

  await makeMonths(dataSource, base);
  const indexes = await dropIndexes(dataSource);
  await timed(`${shape.total.toLocaleString("en")} Resources`, () => generateResources(dataSource, shape, options));
  await dataSource.query("CREATE INDEX ON bench_seed (type, index)");
  await timed("their snapshots", () => run(snapshotSteps(shape)));
  await timed("their series", () => run(SERIES_STEPS));
  await timed("references", () => run([REFERENCE_STEP]));
  await timed("indexes", () => concurrently(indexes, async (text) => void (await dataSource.query(text))));
  await timed("counts", () => run(TALLY_STEPS));
  await timed("what is hidden", () => countHidden(dataSource));
  await dataSource.query("INSERT INTO change (changes) VALUES ('[]')");
  await dataSource.query("DROP TABLE bench_seed");
  await timed("indexes of declared fields", () => syncReadIndexes(url, { fields: FIELDS, readingTypes: new Map() }));
  await timed("VACUUM ANALYZE", async () => {
    await concurrently(
      [...FILLED, "type_tally", "source_tally", "hidden", "hidden_tally", "hidden_note"],
      async (table) => {
        await dataSource.query(`VACUUM (ANALYZE, FREEZE) ${table}`);
      },
    );
    await dataSource.query("CHECKPOINT");
  });
}

/** As the housekeeper does every five minutes. */
async function countHidden(dataSource: DataSource): Promise<void> {
  const housekeeper = await PostgresHousekeepingStore.open(dataSource);
  await housekeeper?.foldCounts();
  await housekeeper?.close();
}

/** The months of the generated series: this one and the one before. */
async function makeMonths(dataSource: DataSource, base: string): Promise<void> {
  const months = new Set(
    [Date.parse(base) - MICROS_OF_A_MONTH, Date.parse(base)].map((time) => new Date(time).toISOString().slice(0, 7)),
  );
  for (const month of months) {
    const next = new Date(`${month}-01T00:00:00Z`);
    next.setUTCMonth(next.getUTCMonth() + 1);
    await dataSource.query(
      `CREATE TABLE series_${month.replace("-", "_")} PARTITION OF series
       FOR VALUES FROM ('${month}-01 00:00:00+00') TO ('${next.toISOString().slice(0, 7)}-01 00:00:00+00')`,
    );
  }
}

/** Drops the indexes and primary keys of the tables that are filled; gives the statements that make them again, of the largest first. */
async function dropIndexes(dataSource: DataSource): Promise<string[]> {
  const constraints: { table: string; name: string; definition: string }[] = await dataSource.query(
    `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = 'p' AND conrelid::regclass::text = ANY($1)`,
    [FILLED],
  );
  const indexes: { name: string; definition: string }[] = await dataSource.query(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
     FROM pg_index i WHERE i.indrelid::regclass::text = ANY($1) AND NOT i.indisprimary`,
    [FILLED],
  );
  for (const { name } of indexes) await dataSource.query(`DROP INDEX ${name}`);
  for (const { table, name } of constraints) await dataSource.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  const keys = constraints
    .map(({ table, name, definition }) => `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`)
    .toSorted((a, b) => Number(b.includes(" snapshot ")) - Number(a.includes(" snapshot ")));
  // That of a partitioned table is said to be of it alone: its partitions' are made with it.
  return [...keys, ...indexes.map(({ definition }) => definition.replace(" ON ONLY ", " ON "))];
}

/** As many at a time as the machine has cores for: the client only waits. */
async function concurrently<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values();
  const next = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all([next(), next()]);
}
