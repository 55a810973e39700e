import { createDataSource, PostgresCatalogPreview } from "@binnacle/store";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { RecordPlanner } from "./record-planner.js";

const NOW = "2026-06-20T00:00:00.000000Z";
const DAY_MS = 86_400_000;

describe(RecordPlanner.name, () => {
  let server: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    server = await createTestDatabase();
    dataSource = await createDataSource({ url: server.url, applicationName: "planner-test" }).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await server.drop();
  });

  it("foresees that a series reading comes too late for what its type is kept", async () => {
    const planner = new RecordPlanner(
      new PostgresCatalogPreview(dataSource),
      { retention: new Map([["Sample", 7 * DAY_MS]]) },
      () => NOW,
    );
    const sample = (type: string, collectedOn: string) => ({
      kind: "reading",
      resource: { type: "Service", name: "a" },
      type,
      storageMode: "TIME_SERIES",
      collectedOn,
      value: 1,
    });
    const inputs = [
      sample("Sample", "2026-06-12T23:59:59Z"),
      sample("Sample", "2026-06-13T00:00:01Z"),
      sample("Other", "2026-06-12T23:59:59Z"),
    ];
    const records = inputs.map((input, index) => ({ index, input, source: "test", sentValueBytes: 1, isBare: false }));
    const { items } = await planner.plan({ records, unreadable: [] });
    expect(items.map(({ outcome }) => outcome)).toEqual(["superseded", "created", "created"]);
  });
});
