import { ingestBatch, TransactionSlots } from "@binnacle/ingest";
import { PostgresCatalogStore } from "@binnacle/store";
import type { DataSource } from "typeorm";
import { withDatabase } from "../database.js";
import { median, printTable } from "../figures.js";
import { catalogMessages } from "./catalog-messages.js";

const RESOURCES = 20_000;
const BATCH_ROWS = 1_000;
/** By the tables that the sink writes, what its rows are sorted by within a batch. */
const TABLES = {
  resource: "id",
  snapshot: "resource_id, type",
  series_2026_01: "resource_id, type, collected_on, digest",
  reference: "resource_id, reading_type, target_id",
  claim: "resource_id, source",
} as const;

interface Cost {
  microseconds: number;
  walBytes: number;
}

/** What each index costs a row that is added: the same rows once more, in batches as the sink makes them, with all indexes and with one less. */
export async function benchIndexes({ runs }: { runs: number }): Promise<void> {
  await withDatabase(1, async ([dataSource]) => {
    await fill(dataSource!);
    for (const [table, key] of Object.entries(TABLES)) {
      await dataSource!.query(
        `CREATE UNLOGGED TABLE staged AS SELECT *, row_number() OVER (ORDER BY random()) / ${BATCH_ROWS} AS batch FROM ${table}`,
      );
      const columns = await columnsOf(dataSource!, table);
      const insert = `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM staged ORDER BY batch, ${key}`;
      const indexes = await indexesOf(dataSource!, table);
      const costs = new Map<string, Cost[]>();
      const variants = ["", ...indexes.keys()];
      for (let run = 0; run < runs; run++) {
        // Each is the first once, so that a slow start of the machine hits all of them.
        const first = run % variants.length;
        for (const dropped of [...variants.slice(first), ...variants.slice(0, first)]) {
          const cost = await costWithout(dataSource!, { table, insert, drop: indexes.get(dropped) });
          costs.set(dropped, [...(costs.get(dropped) ?? []), cost]);
        }
      }
      print(table, costs);
      await dataSource!.query("DROP TABLE staged");
    }
  });
}

async function fill(dataSource: DataSource): Promise<void> {
  const store = new PostgresCatalogStore(dataSource);
  const receivedOn = "2026-02-01T00:00:00.000000Z";
  const messages = catalogMessages(RESOURCES).map((text) => ({ text, sentOn: receivedOn, receivedOn }));
  await ingestBatch(messages, store, { slots: new TransactionSlots(2) });
  await dataSource.query("VACUUM ANALYZE");
}

async function columnsOf(dataSource: DataSource, table: string): Promise<string> {
  const [{ columns }] = await dataSource.query(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns
     FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND attgenerated = '' AND NOT attisdropped`,
    [table],
  );
  return columns;
}

/** The indexes by name, with the statement that drops each from the table. */
async function indexesOf(dataSource: DataSource, table: string): Promise<Map<string, string>> {
  const rows: { name: string; parent: string | null; constraint: string | null; owner: string }[] =
    await dataSource.query(
      `SELECT i.indexrelid::regclass::text AS name, h.inhparent::regclass::text AS parent, c.conname AS constraint,
       coalesce(c.conrelid, i.indrelid)::regclass::text AS owner
     FROM pg_index i
     LEFT JOIN pg_inherits h ON h.inhrelid = i.indexrelid
     LEFT JOIN pg_constraint c ON c.conindid = coalesce(h.inhparent, i.indexrelid)
     WHERE i.indrelid = $1::regclass ORDER BY i.indisprimary DESC, 1`,
      [table],
    );
  return new Map(
    rows.map(({ name, parent, constraint, owner }) => [
      name,
      constraint ? `ALTER TABLE ${owner} DROP CONSTRAINT ${constraint}` : `DROP INDEX ${parent ?? name}`,
    ]),
  );
}

/** In a transaction that is rolled back, so that nothing is left of it. */
async function costWithout(
  dataSource: DataSource,
  { table, insert, drop }: { table: string; insert: string; drop: string | undefined },
): Promise<Cost> {
  const runner = dataSource.createQueryRunner();
  // Not what is written to the file by now: nothing of this is ever committed.
  const insertedWal = async (): Promise<number> =>
    Number((await runner.query("SELECT pg_current_wal_insert_lsn() - '0/0' AS bytes"))[0].bytes);
  await runner.query("BEGIN");
  try {
    if (drop) await runner.query(drop);
    await runner.query(`TRUNCATE ${table}`);
    const before = await insertedWal();
    const startedAt = performance.now();
    const { affected } = await runner.query(insert, [], true);
    const rows = affected!;
    const milliseconds = performance.now() - startedAt;
    return { microseconds: (milliseconds * 1000) / rows, walBytes: ((await insertedWal()) - before) / rows };
  } finally {
    await runner.query("ROLLBACK");
    await runner.release();
  }
}

function print(table: string, costs: ReadonlyMap<string, readonly Cost[]>): void {
  const of = (dropped: string, figure: keyof Cost): number =>
    median((costs.get(dropped) ?? []).map((cost) => cost[figure]));
  console.log(`\n${table}: a row with all indexes, and what each of them adds to it\n`);
  printTable(
    ["", "µs", "WAL bytes"],
    [...costs.keys()].map((dropped) => {
      const [time, wal] = (["microseconds", "walBytes"] as const).map((figure) =>
        dropped === "" ? of("", figure) : of("", figure) - of(dropped, figure),
      ) as [number, number];
      return [dropped || "all", time.toFixed(1), wal.toFixed(0)];
    }),
  );
}
