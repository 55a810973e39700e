import { randomBytes } from "node:crypto";
import { InvalidParametersError, type CatalogReader } from "@binnacle/calculation";
import { resourceId } from "@binnacle/contract";
import { QueryTimeoutError, TransientError } from "@binnacle/errors";
import { createTestDatabase, until, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createDataSource } from "../data-source.js";
import type { Database } from "../reads/database.js";
import { openTestCatalog, type TestCatalog } from "../reads/test-catalog.js";
import { PostgresCatalogAccess } from "./postgres-catalog-access.js";

/** The statements behind a reader, to ask what it runs as. */
const behind = (reader: CatalogReader): Database => (reader as any).database;

describe(PostgresCatalogAccess.name, () => {
  let server: TestDatabase;
  let catalog: TestCatalog;
  let access: PostgresCatalogAccess;

  beforeAll(async () => {
    server = await createTestDatabase();
    catalog = await openTestCatalog(server.url);
    access = new PostgresCatalogAccess(catalog.dataSource, { statementTimeout: 300 });
  });

  afterAll(async () => {
    await catalog.dataSource.destroy();
    await server.drop();
  });

  const read = <Result>(use: (reader: CatalogReader) => Promise<Result>, signal = new AbortController().signal) =>
    access.read(signal, use);

  const running = async (text: string): Promise<number> => {
    const rows = await catalog.dataSource.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE $1",
      [`%${text}%`],
    );
    return rows.length;
  };

  it("shows one state to all reads of a calculation", async () => {
    const ids = [resourceId("Node", "late")];
    const seen = await read(async (reader) => {
      const before = await reader.resources(ids);
      await catalog.ingest([{ kind: "resource", type: "Node", name: "late" }]);
      return [before.length, (await reader.resources(ids)).length];
    });
    expect(seen).toEqual([0, 0]);
    expect(await read((reader) => reader.resources(ids))).toHaveLength(1);
  });

  it("reads as a role that sees the views and can write nothing", async () => {
    const [row] = await read((reader) =>
      behind(reader).query<any>({
        text: "SELECT current_user AS role, current_setting('transaction_read_only') AS readonly",
      }),
    );
    expect(row).toEqual({ role: "binnacle_reader", readonly: "on" });
    for (const text of ["SELECT FROM rejection", "SELECT FROM resource", "DELETE FROM resource_current"]) {
      await expect(read((reader) => behind(reader).query({ text }))).rejects.toThrow("permission denied");
    }
    // The role is that of the transaction only: whoever gets the connection next is who they were.
    await catalog.ingest([{ kind: "resource", type: "Node", name: "after" }]);
  });

  it("does without the role where its user may not take it", async () => {
    const name = `reader_${randomBytes(6).toString("hex")}`;
    await catalog.dataSource.query(`CREATE ROLE ${name} LOGIN PASSWORD 'none'`);
    const url = new URL(server.url);
    Object.assign(url, { username: name, password: "none" });
    const dataSource = createDataSource({ url: url.href, applicationName: "access-test" });
    try {
      await catalog.dataSource.query(`GRANT SELECT ON resource_current TO ${name}`);
      const ids = [resourceId("Node", "after")];
      const rows = await new PostgresCatalogAccess(dataSource).read(new AbortController().signal, async (reader) => [
        (await reader.resources(ids)).length,
        await behind(reader).query<any>({ text: "SELECT current_user AS role" }),
      ]);
      expect(rows).toEqual([1, [{ role: name }]]);
    } finally {
      await dataSource.destroy();
      await catalog.dataSource.query(`DROP OWNED BY ${name}`);
      await catalog.dataSource.query(`DROP ROLE ${name}`);
    }
  });

  it("runs what is asked for at once one after the other, each as whom it is meant to run", async () => {
    const answers = await read((reader) =>
      Promise.all([
        reader.rejections(),
        behind(reader).query<any>({ text: "SELECT current_user AS role" }),
        reader.heldPlans(),
        reader.resources([resourceId("Node", "late")]),
        behind(reader).query<any>({ text: "SELECT current_user AS role" }),
      ]),
    );
    const role = [{ role: "binnacle_reader" }];
    expect(answers).toMatchObject([{ isPartial: false }, role, { isPartial: false }, [{ name: "late" }], role]);
  });

  it("lets nothing begin once the calculation has ended, whoever has the connection then", async () => {
    const failing = new Error("its own");
    const left: Promise<unknown>[] = [];
    const failed = read(async (reader) => {
      left.push(...[0.25, 0.01, 0.01].map((s) => behind(reader).query({ text: `SELECT pg_sleep(${s}) AS left_over` })));
      // All of them are asked for, and the first one runs.
      await until("the statement runs", async () => (await running("left_over")) > 0);
      throw failing;
    });
    await expect(failed).rejects.toBe(failing);
    const outcomes = await Promise.allSettled(left);
    expect(outcomes.slice(1).every(({ status }) => status === "rejected")).toBe(true);
    expect(await running("left_over")).toBe(0);
    expect(await read((reader) => reader.resources([resourceId("Node", "late")]))).toHaveLength(1);
  });

  it("ends a statement that takes too long, and is good for the next calculation", async () => {
    const slow = read((reader) => behind(reader).query({ text: "SELECT pg_sleep(5) AS too_slow" }));
    await expect(slow).rejects.toThrow(QueryTimeoutError);
    expect(await running("too_slow")).toBe(0);
    expect(await read((reader) => reader.resources([resourceId("Node", "after")]))).toHaveLength(1);
  });

  it("cancels what runs when the signal is aborted, and asks nothing more", async () => {
    const patient = new PostgresCatalogAccess(catalog.dataSource, { statementTimeout: 20_000 });
    const caller = new AbortController();
    const reason = new Error("the caller has gone");
    let afterwards: unknown;
    const aborted = patient.read(caller.signal, async (reader) => {
      await behind(reader)
        .query({ text: "SELECT pg_sleep(20) AS abandoned" })
        .catch(() => undefined);
      afterwards = await reader.resources(["6f1d7f0e-6b0f-5d0a-9a55-0c1f1b6c2a11"]).catch((error: unknown) => error);
      throw afterwards;
    });
    await until("the statement runs", async () => (await running("abandoned")) > 0);
    caller.abort(reason);
    await expect(aborted).rejects.toBe(reason);
    expect(afterwards).toBe(reason);
    expect(await running("abandoned")).toBe(0);
    await expect(patient.read(caller.signal, async () => 1)).rejects.toBe(reason);
    expect(await read((reader) => reader.resources([resourceId("Node", "after")]))).toHaveLength(1);
  });

  it("hands through what the calculation throws", async () => {
    const error = new Error("its own");
    await expect(
      read(async () => {
        throw error;
      }),
    ).rejects.toBe(error);
  });

  it("says that the database does not answer, and answers once it does", async () => {
    const url = "postgresql://postgres@127.0.0.1:9/none";
    const dataSource = createDataSource({ url, applicationName: "access-test" });
    const nowhere = new PostgresCatalogAccess(dataSource);
    await expect(nowhere.read(new AbortController().signal, async () => 1)).rejects.toThrow(TransientError);

    const ended = read(async (reader) => {
      await behind(reader).query({ text: "SELECT pg_backend_pid()" });
      await catalog.dataSource.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()",
      );
      return reader.resources([resourceId("Node", "after")]);
    });
    await expect(ended).rejects.toThrow(TransientError);
    expect(await read((reader) => reader.resources([resourceId("Node", "after")]))).toHaveLength(1);
  });

  it("refuses a condition whose pattern PostgreSQL does not take, as a fault of who asks", async () => {
    const asked = read((reader) =>
      reader.matchSnapshots([resourceId("Node", "after")], [{ readingType: "Info", where: '$.a like_regex "("' }]),
    );
    await expect(asked).rejects.toThrow(InvalidParametersError);
    expect(await read((reader) => reader.resources([resourceId("Node", "after")]))).toHaveLength(1);
  });
});
