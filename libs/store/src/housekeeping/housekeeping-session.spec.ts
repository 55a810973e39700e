import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { createDataSource } from "../data-source.js";
import { HousekeepingSession } from "./housekeeping-session.js";

const WORKED_MS = 100;
const LONGEST_REST_MS = 5_000;

describe(HousekeepingSession.name, () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await createDataSource({ url: database.url, applicationName: "session-test" }).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** How long a transaction takes in which the server works for 100 ms, with the rest after it. */
  async function transact(options: { load?: number; signal?: AbortSignal }): Promise<number> {
    const session = (await HousekeepingSession.open(dataSource, options))!;
    const begin = performance.now();
    await session.transaction(() => session.query("SELECT pg_sleep($1)", [WORKED_MS / 1_000]));
    const taken = performance.now() - begin;
    await session.close();
    return taken;
  }

  it("rests after a transaction for as long as its share of the time demands", async () => {
    expect(await transact({ load: 0.2 })).toBeGreaterThanOrEqual(WORKED_MS * 4.9);
  });

  it("does not keep whoever stops it waiting for the end of a rest", async () => {
    const signal = AbortSignal.timeout(2 * WORKED_MS);
    // At this load the rest would be the longest that there is.
    expect(await transact({ load: 0.01, signal })).toBeLessThan(LONGEST_REST_MS);
    expect(signal.aborted).toBe(true);
  });

  it("is held by one at a time", async () => {
    const session = await HousekeepingSession.open(dataSource);
    expect(await HousekeepingSession.open(dataSource)).toBeUndefined();
    await session!.close();
    await (await HousekeepingSession.open(dataSource))!.close();
  });
});
