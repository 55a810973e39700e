import { TransientError } from "@binnacle/errors";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createDataSource } from "../data-source.js";
import { migrate } from "../migrate.js";
import { openDatabase } from "./database.js";
import { listPendingMigrations } from "./list-pending-migrations.js";

const DISCARD_PORT = "postgresql://postgres@127.0.0.1:9/none";

describe(openDatabase.name, () => {
  let server: TestDatabase;

  beforeAll(async () => {
    server = await createTestDatabase({ migrated: false });
  });

  afterAll(() => server.drop());

  const open = (url: string, statementTimeout = 0) => {
    const dataSource = createDataSource({ url, applicationName: "database-test", poolSize: 1, statementTimeout });
    return { dataSource, database: openDatabase(dataSource) };
  };

  it("connects at the first query, and prepares a named statement once a connection", async () => {
    const { dataSource, database } = open(server.url);
    expect(dataSource.isInitialized).toBe(false);
    const statement = { name: "answer", text: "SELECT $1::int + 1 AS answer" };
    expect(await Promise.all([database.query(statement, [41]), database.query(statement, [1])])).toEqual([
      [{ answer: 42 }],
      [{ answer: 2 }],
    ]);
    const prepared = await database.query({
      text: "SELECT name, generic_plans + custom_plans AS runs FROM pg_prepared_statements",
    });
    expect(prepared).toEqual([{ name: "answer", runs: "2" }]);
    await dataSource.destroy();
  });

  it("plans once a connection what is planned once, however dear the plan for any values looks", async () => {
    const options = { url: server.url, applicationName: "database-test", poolSize: 1 };
    const dataSource = createDataSource(options);
    const planningOnce = createDataSource({ ...options, plansOnce: true });
    const database = openDatabase(dataSource, planningOnce);
    const text = "SELECT n FROM generate_series(1, 1000) n ORDER BY n LIMIT $1";
    for (let run = 0; run < 8; run++) {
      expect(await database.query({ name: "first", text, isPlannedOnce: true }, [1])).toEqual([{ n: 1 }]);
      expect(await database.query({ name: "first", text }, [1])).toEqual([{ n: 1 }]);
    }
    const plans = {
      name: "plans",
      text: "SELECT generic_plans AS once, custom_plans AS anew FROM pg_prepared_statements WHERE name = 'first'",
    };
    expect(await database.query({ ...plans, isPlannedOnce: true })).toEqual([{ once: "8", anew: "0" }]);
    expect(await database.query(plans)).toEqual([{ once: "0", anew: "8" }]);
    for (const each of [dataSource, planningOnce]) await each.destroy();
  });

  it("tells a database that does not answer, or not in time, from a wrong statement", async () => {
    const absent = open(DISCARD_PORT);
    await expect(absent.database.query({ text: "SELECT 1" })).rejects.toThrow(TransientError);
    await expect(absent.database.query({ text: "SELECT 1" })).rejects.toThrow(TransientError);

    const { dataSource, database } = open(server.url, 50);
    await expect(database.query({ text: "SELECT pg_sleep(5)" })).rejects.toThrow(TransientError);
    await expect(database.query({ text: "SELECT pg_terminate_backend(pg_backend_pid())" })).rejects.toThrow(
      TransientError,
    );
    await expect(database.query({ text: "SELEC" })).rejects.not.toThrow(TransientError);
    expect(await database.query({ text: "SELECT 1 AS one" })).toEqual([{ one: 1 }]);
    await dataSource.destroy();
  });

  it("knows which migrations a database lacks", async () => {
    const { dataSource, database } = open(server.url);
    const before = await listPendingMigrations(database);
    expect(before.length).toBeGreaterThan(0);
    expect(await migrate(server.url)).toEqual(before);
    expect(await listPendingMigrations(database)).toEqual([]);
    await dataSource.destroy();
  });
});
