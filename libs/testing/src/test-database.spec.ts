import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { createTestDatabase, type TestDatabase } from "./index.js";

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";

describe(createTestDatabase.name, () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it("holds the schema of all migrations", async () => {
    expect(await query(database.url, TABLES)).toContainEqual({ tablename: "resource" });
  });

  it("can be asked for without any", async () => {
    const empty = await createTestDatabase({ migrated: false });
    expect(await query(empty.url, TABLES)).toEqual([]);
    await empty.drop();
  });

  it("is not seen by the other databases", async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await query(one.url, "CREATE TABLE mine (id int)");
    expect(await query(other.url, TABLES)).not.toContainEqual({ tablename: "mine" });
    await Promise.all([one.drop(), other.drop()]);
  });

  it("tells of connections that were left open, and is gone all the same", async () => {
    const leaky = await createTestDatabase({ migrated: false });
    const client = new pg.Client({ connectionString: leaky.url });
    client.on("error", () => undefined);
    await client.connect();
    await client.query("SELECT 'left open'");
    await expect(leaky.drop()).rejects.toThrow("left open");
    await expect(query(leaky.url, "SELECT 1")).rejects.toThrow("does not exist");
    await client.end();
  });

  it("sorts text by UTF-8 bytes and folds the case of all letters", async () => {
    expect(
      await query(
        database.url,
        "SELECT string_agg(x, '' ORDER BY x) AS sorted, upper('äß') AS upper FROM unnest(ARRAY['b','a','B','é','😀','ｱ']) x",
      ),
    ).toEqual([{ sorted: "Babéｱ😀", upper: "Äß" }]);
  });
});
