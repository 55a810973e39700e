import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { createDataSource } from "../data-source.js";

interface ColumnRow {
  table: string;
  column: string;
  type: string;
  isNullable: boolean;
  isPrimary: boolean;
}

const COLUMNS = `
  SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, NULL) AS type,
    NOT a.attnotnull AS "isNullable",
    EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)) AS "isPrimary"
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND c.relname <> 'migration'`;

/** A sweep's key includes columns that may be NULL, which no primary key may; the others have none. */
const KEYLESS = new Set(["sweep", "type_tally", "source_tally", "hidden", "hidden_tally", "hidden_note"]);

describe("the entities", () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await createDataSource({ url: database.url, applicationName: "tables" }).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it("name the columns, types, nullability and keys that the migrations make", async () => {
    const described = dataSource.entityMetadatas.flatMap(({ tableName, columns }) =>
      columns.map((column) => ({
        table: tableName,
        column: column.databaseName,
        type: column.type === "timestamptz" ? "timestamp with time zone" : column.type,
        isNullable: column.isNullable,
        isPrimary: column.isPrimary,
      })),
    );
    const migrated: ColumnRow[] = await dataSource.query(COLUMNS);
    const byName = (a: { table: string; column: string }, b: typeof a): number =>
      `${a.table}.${a.column}` < `${b.table}.${b.column}` ? -1 : 1;
    const withoutOddKeys = (rows: ColumnRow[]): ColumnRow[] =>
      rows.map((row) => (KEYLESS.has(row.table) ? { ...row, isPrimary: false } : row)).toSorted(byName);
    expect(withoutOddKeys(described as ColumnRow[])).toEqual(withoutOddKeys(migrated));
  });
});
