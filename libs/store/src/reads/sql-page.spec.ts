import { readFile } from "node:fs/promises";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openTestCatalog, type TestCatalog } from "./test-catalog.js";

const PAGE = new URL("../../../../docs/sql.md", import.meta.url);

const lodash = { resourceType: "SoftwareDependencyVersion", resourceName: "pkg:npm/lodash@4.17.21" };
const deployment = { type: "ServiceDeployment", name: "orders/production" };
const RECORDS = [
  { kind: "resource", ...deployment, parent: { type: "Service", name: "orders" } },
  {
    kind: "reading",
    resource: deployment,
    type: "DeployedVersion",
    value: { version: "1.2", since: "2026-05-01T08:00:00Z" },
  },
  { kind: "reading", resource: deployment, type: "ServiceDeploymentDependencies", value: { dependencies: [lodash] } },
  {
    kind: "reading",
    resource: { type: "Service", name: "orders" },
    type: "ServiceOwnership",
    value: { teams: [{ resourceType: "Team", resourceName: "shop" }] },
  },
  ...["08:00", "09:00"].map((time) => ({
    kind: "reading",
    resource: deployment,
    type: "ServiceEvent",
    storageMode: "TIME_SERIES",
    value: { event: "deployment" },
    collectedOn: `2026-05-01T${time}:00Z`,
  })),
];

describe("docs/sql.md", () => {
  let page: string;
  let database: TestDatabase;
  let catalog: TestCatalog;

  beforeAll(async () => {
    page = await readFile(PAGE, "utf8");
    database = await createTestDatabase();
    catalog = await openTestCatalog(database.url);
    await catalog.ingest(RECORDS);
  });

  afterAll(async () => {
    await catalog.dataSource.destroy();
    await database.drop();
  });

  const asReader = async (statement: string): Promise<object[]> => {
    const runner = catalog.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      await runner.query("SET LOCAL ROLE binnacle_reader");
      return await runner.query(statement);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  };

  it("names every view that a reader may read, and its columns", async () => {
    const rows = [...page.matchAll(/^\| `(\w+_(?:current|series))` +\| [^|]+\| ([^|]+) \|$/gm)];
    const columns = new Map(
      rows.map(([, view, cell]) => [view!, [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name!)]),
    );
    const documented = [...columns].map(([view, names]) => ({
      view,
      columns: names[0] === "reading_current" ? columns.get("reading_current") : names,
    }));
    const granted = await catalog.dataSource.query<{ view: string; columns: string[] }[]>(`
      SELECT c.table_name AS view, array_agg(c.column_name::text ORDER BY c.ordinal_position) AS columns
      FROM information_schema.columns c
      JOIN information_schema.role_table_grants g USING (table_schema, table_name)
      WHERE g.grantee = 'binnacle_reader' AND g.privilege_type = 'SELECT'
      GROUP BY c.table_name`);
    const byName = (a: { view: string }, b: { view: string }): number => (a.view < b.view ? -1 : 1);
    expect(documented.toSorted(byName)).toEqual(granted.toSorted(byName));
  });

  it("asks what a reader may ask, and is answered", async () => {
    const statements = [...page.matchAll(/```sql\n(SELECT[^`]*)```/g)].map(([, statement]) => statement!);
    const [versions, users, weeks] = await Promise.all(statements.map(asReader));
    expect(versions).toEqual([
      { service: "orders", team: "shop", version: "1.2", since: new Date("2026-05-01T08:00:00Z") },
    ]);
    expect(users).toEqual([{ ...deployment, version: lodash.resourceName }]);
    expect(weeks).toEqual([]);
    expect(await asReader(statements[2]!.replace("now()", "timestamp '2026-06-01'"))).toMatchObject([{ count: "2" }]);
  });

  it("says true that a reader reads nothing else", async () => {
    await expect(asReader("SELECT FROM resource")).rejects.toThrow("permission denied for table resource");
  });
});
