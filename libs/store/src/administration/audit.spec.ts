import { randomBytes } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { createDataSource } from "../data-source.js";
import { openDatabase, type Database } from "../reads/database.js";
import { listAudit } from "../reads/list-audit.js";
import { deleteRejection } from "./delete-rejection.js";
import { createProviderLogin } from "./provider-login.js";
import { requestUndo } from "./request-undo.js";
import { settlePlan } from "./settle-plan.js";
import { changeAudited, writeAudit } from "./write-audit.js";

const ID = "6f1d7f0e-6b0f-5d0a-9a55-0c1f1b6c2a11";
const REJECTION = `
  INSERT INTO rejection (id, code, detail, source, record, truncated, count, first_received_on, last_received_on)
  VALUES ('${ID}', 'UNKNOWN_KIND', '', 'team', '{}', false, 1, now(), now())`;

describe("the audit", () => {
  let testDatabase: TestDatabase;
  let dataSource: DataSource;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    dataSource = await createDataSource({ url: testDatabase.url, applicationName: "audit" }).initialize();
    database = openDatabase(dataSource);
  });
  beforeEach(() => dataSource.query("TRUNCATE rejection, audit"));
  afterAll(async () => {
    await dataSource.destroy();
    await testDatabase.drop();
  });

  const entry = (target: string) => ({ principal: "ada", action: "plan.approve", target, outcome: "done" });

  it("tells who did what to which, and what came of it, newest first, from any entry on", async () => {
    for (const target of ["a", "b", "c"]) await writeAudit(database, entry(target));
    await writeAudit(database, { ...entry("d"), outcome: "failed", detail: "why" });
    const all = await listAudit(database, { limit: 10 });
    expect(all.map(({ target }) => target)).toEqual(["d", "c", "b", "a"]);
    expect(all[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      occurredOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      ...entry("d"),
      outcome: "failed",
      detail: "why",
    });
    const rest = await listAudit(database, { after: all[1], limit: 10 });
    expect(rest).toEqual(all.slice(2));
  });

  it("holds a change that was made, and none that was not", async () => {
    expect(await deleteRejection(database, ID, "ada")).toBe(false);
    expect(await listAudit(database, { limit: 10 })).toEqual([]);
    await dataSource.query(REJECTION);
    expect(await deleteRejection(database, ID, "ada")).toBe(true);
    expect(await listAudit(database, { limit: 10 })).toMatchObject([
      { principal: "ada", action: "rejection.delete", target: ID, outcome: "done", detail: null },
    ]);
  });

  it("keeps a change from happening that it cannot hold", async () => {
    await dataSource.query(REJECTION);
    const statement = { text: "DELETE FROM rejection WHERE id = $1 RETURNING id" };
    const impossible = { ...entry(ID), outcome: null as never };
    await expect(changeAudited(database, statement, [ID], impossible)).rejects.toThrow(/null value/);
    expect(await dataSource.query("SELECT id FROM rejection")).toHaveLength(1);
  });

  it("is written in the transaction that it is given", async () => {
    const rolledBack = dataSource.transaction(async (manager) => {
      await writeAudit({ query: ({ text }, values) => manager.query(text, values as unknown[]) }, entry("a"));
      throw new Error("undone");
    });
    await expect(rolledBack).rejects.toThrow("undone");
    expect(await listAudit(database, { limit: 10 })).toEqual([]);
  });

  describe("the provider's role", () => {
    const login = `binnacle_provider_test_${randomBytes(6).toString("hex")}`;
    let restricted: DataSource;

    beforeAll(async () => {
      const url = await createProviderLogin(testDatabase.url, login);
      restricted = await createDataSource({ url, applicationName: "restricted" }).initialize();
    });
    afterAll(async () => {
      await restricted.destroy();
      await dataSource.query(`DROP ROLE ${login}`);
    });

    it("reads everything, also what later migrations make", async () => {
      await dataSource.query("CREATE TABLE later (id int)");
      for (const table of ["resource_current", "reading_current", "reading_series", "change", "migration", "later"]) {
        expect(await restricted.query(`SELECT * FROM ${table} LIMIT 1`)).toBeDefined();
      }
      await dataSource.query("DROP TABLE later");
    });

    it("hands calculations over to the reader, who sees less", async () => {
      await restricted.transaction(async (manager) => {
        await manager.query("SET LOCAL ROLE binnacle_reader");
        expect(await manager.query("SELECT FROM resource_current")).toEqual([]);
        await expect(manager.query("SELECT FROM rejection")).rejects.toThrow("permission denied");
        await manager.query("ROLLBACK; BEGIN");
      });
    });

    it("deletes rejections and writes to the audit", async () => {
      await dataSource.query(REJECTION);
      expect(await deleteRejection(openDatabase(restricted), ID, "ada")).toBe(true);
      expect(await listAudit(openDatabase(restricted), { limit: 10 })).toHaveLength(1);
    });

    it("approves plans and asks for runs to be undone, and changes nothing else of them", async () => {
      await dataSource.query(`
        INSERT INTO housekeeping_plan (id, rule, resource_type, reason, horizon, counts, examples, status)
        VALUES ('${ID}', 'leases', 'Service', '', now(), '[]', '[]', 'held');
        INSERT INTO housekeeping_run (id, rule, resource_type, reason, horizon, seen_on, removed, undoable_until)
        VALUES ('${ID}', 'leases', 'Service', '', now(), now(), 1, now() + interval '1 day')`);
      const asProvider = openDatabase(restricted);
      expect(await settlePlan(asProvider, ID, "approved", "ada")).toMatchObject({
        status: "approved",
        decidedBy: "ada",
      });
      expect(await requestUndo(asProvider, ID, "ada")).toMatchObject({ status: "undoing", undoRequestedBy: "ada" });
      for (const change of ["housekeeping_plan SET horizon = now()", "housekeeping_run SET undoable_until = now()"]) {
        await expect(restricted.query(`UPDATE ${change}`)).rejects.toThrow("permission denied");
      }
    });

    it.each([
      "INSERT INTO snapshot (resource_id, type, collected_on, digest, source, value) VALUES (gen_random_uuid(), 'A', now(), '', 'a', '1')",
      "INSERT INTO series SELECT gen_random_uuid(), 'A', now(), '', 'a', '1'",
      "UPDATE resource SET removed_on = now()",
      "DELETE FROM resource",
      "DELETE FROM claim",
      "SELECT * FROM resource FOR UPDATE",
      "TRUNCATE snapshot",
      "UPDATE rejection SET count = 0",
      "INSERT INTO rejection SELECT * FROM rejection",
      "UPDATE audit SET outcome = 'done'",
      "DELETE FROM audit",
      "DROP TABLE audit",
      "ALTER TABLE audit ADD COLUMN other int",
      "CREATE TABLE other (id int)",
      "CREATE ROLE other",
      "SET ROLE postgres",
      "COPY resource TO PROGRAM 'cat'",
    ])("is not allowed to %s", async (statement) => {
      await expect(restricted.query(statement)).rejects.toThrow(
        /permission denied|must be owner|no privileges|must be/,
      );
    });

    it("gets a new password with each start, and keeps out who has the one before", async () => {
      const before = await createProviderLogin(testDatabase.url, login);
      await createProviderLogin(testDatabase.url, login);
      const late = createDataSource({ url: before, applicationName: "late" });
      await expect(late.initialize()).rejects.toThrow(/password authentication failed/);
    });
  });
});
