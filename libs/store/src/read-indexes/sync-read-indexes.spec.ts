import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { ReadingField } from "../reads/reading-field.js";
import { listReadings } from "../reads/list-readings.js";
import { openTestCatalog, type TestCatalog } from "../reads/test-catalog.js";
import { syncReadIndexes } from "./sync-read-indexes.js";

const TEAM: ReadingField = { name: "team", readingType: "Ownership", path: ["owner", "it's \\ 100%"] };
const STATUS: ReadingField = { name: "status", readingType: "Health", path: ["0"] };

describe(syncReadIndexes.name, () => {
  let server: TestDatabase;
  let catalog: TestCatalog;

  beforeEach(async () => {
    server = await createTestDatabase();
    catalog = await openTestCatalog(server.url);
  });

  afterEach(async () => {
    await catalog.dataSource.destroy();
    await server.drop();
  });

  const sync = (fields: ReadingField[], searchedTypes: string[] = []) =>
    syncReadIndexes(server.url, {
      fields,
      readingTypes: new Map(["Other", ...searchedTypes].map((type) => [type, { indexValues: type !== "Other" }])),
    });
  const indexes = async (): Promise<string[]> =>
    (
      await catalog.dataSource.query("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'declared%' ORDER BY 1")
    ).map(({ indexname }: { indexname: string }) => indexname);
  const statistics = () => catalog.dataSource.query("SELECT stxname FROM pg_statistic_ext");
  const owned = (name: string, team: string) => ({
    kind: "reading",
    resource: { type: "Service", name },
    type: TEAM.readingType,
    value: { owner: { [TEAM.path[1]!]: team } },
  });

  it("makes an index for each declared field, drops it when it is declared no longer, and else does nothing", async () => {
    const first = await sync([TEAM]);
    expect(first).toEqual({ created: [expect.stringMatching(/^declared_field_[0-9a-f]{16}$/)], dropped: [] });
    expect(await sync([{ ...TEAM, name: "renamed" }])).toEqual({ created: [], dropped: [] });
    const second = await sync([STATUS]);
    expect(second).toEqual({ created: [expect.any(String)], dropped: first.created });
    expect(await indexes()).toEqual(second.created);
    expect(await statistics()).toHaveLength(1);
    expect(await sync([])).toEqual({ created: [], dropped: second.created });
    expect(await statistics()).toEqual([]);
  });

  it("makes again what an interrupted run left behind", async () => {
    const { created } = await sync([TEAM]);
    await catalog.dataSource.query("UPDATE pg_index SET indisvalid = false WHERE indexrelid = $1::regclass", created);
    expect(await sync([TEAM])).toEqual({ created, dropped: [] });
    const [{ indisvalid }] = await catalog.dataSource.query(
      "SELECT indisvalid FROM pg_index WHERE indexrelid = $1::regclass",
      created,
    );
    expect(indisvalid).toBe(true);
  });

  it("lets two that come at once make each index once", async () => {
    const [one, other] = await Promise.all([sync([TEAM, STATUS]), sync([TEAM, STATUS])]);
    expect([...one.created, ...other.created].toSorted()).toEqual(await indexes());
  });

  it("keeps texts of any length, which the index finds", async () => {
    await sync([TEAM]);
    const long = "\u{1F600}".repeat(100_000);
    await catalog.ingest([
      owned("a", long),
      owned("b", `${long}!`),
      ...Array.from({ length: 3_000 }, (_, n) => owned(`c${n}`, `${n}`)),
    ]);
    await catalog.dataSource.query("ANALYZE");
    const filter = { fields: [{ field: TEAM, values: [`${long}!`] }] };
    expect(await listReadings(catalog.database, { filter, limit: 5 })).toHaveLength(1);
    expect(await plansOf(() => listReadings(catalog.database, { filter, limit: 5 }))).toContain("declared_field_");
    expect(await plansOf(() => listReadings(catalog.database, { filter: {}, sort: TEAM, limit: 5 }))).toContain(
      "declared_field_",
    );
  });

  it("lets the planner know how many there are of a value", async () => {
    await catalog.ingest(Array.from({ length: 900 }, (_, n) => owned(`c${n}`, n === 7 ? "rare" : "common")));
    await sync([TEAM]);
    const expected = async (team: string) => {
      const filter = { fields: [{ field: TEAM, values: [team] }] };
      const plan = await plansOf(() => listReadings(catalog.database, { filter, limit: 1000 }));
      return Number(/snapshot s .*? rows=(\d+)/.exec(plan)![1]);
    };
    expect(await expected("common")).toBeGreaterThan(500);
    expect(await expected("rare")).toBeLessThan(20);
  });

  it("makes trigrams where the database has them, and values searchable where that is asked for", async () => {
    await catalog.dataSource.query("CREATE SCHEMA elsewhere; CREATE EXTENSION pg_trgm SCHEMA elsewhere");
    const { created } = await sync([TEAM], ["Health"]);
    expect(created.map((name) => name.split("_")[1])).toEqual(["field", "part", "part", "values"]);
    const [{ defs }] = await catalog.dataSource.query(
      "SELECT string_agg(indexdef, '; ') AS defs FROM pg_indexes WHERE indexname LIKE 'declared%'",
    );
    expect(defs).toContain("gin_trgm_ops");
    expect(defs).toContain("jsonb_path_ops");
    expect(await sync([TEAM], ["Health"])).toEqual({ created: [], dropped: [] });
  });

  /** The plan that the server makes for the statement, with scans of whole tables made unattractive: the tables are small. */
  async function plansOf(read: () => Promise<unknown>): Promise<string> {
    const { database } = catalog;
    const query = database.query.bind(database);
    let plan = "";
    database.query = async (statement, values = []) => {
      const rows = await query<{ "QUERY PLAN": string }>({ text: `EXPLAIN ${statement.text}` }, values);
      plan += rows.map((row) => row["QUERY PLAN"]).join("\n");
      return [];
    };
    await read();
    database.query = query;
    return plan;
  }
});
