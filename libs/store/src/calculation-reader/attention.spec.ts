import { randomUUID } from "node:crypto";
import { builtInCalculations, computeOn } from "@binnacle/calculation";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createProviderLogin } from "../administration/provider-login.js";
import { createDataSource } from "../data-source.js";
import { day, openTestCatalog, type TestCatalog } from "../reads/test-catalog.js";
import { PostgresCatalogAccess } from "./postgres-catalog-access.js";

const attention = builtInCalculations().find(({ constructor }) => constructor.name === "Attention")!;

describe("what needs attention, read as the provider may", () => {
  let server: TestDatabase;
  let catalog: TestCatalog;
  let provider: ReturnType<typeof createDataSource>;

  beforeAll(async () => {
    server = await createTestDatabase();
    catalog = await openTestCatalog(server.url);
    provider = createDataSource({
      url: await createProviderLogin(server.url),
      applicationName: "attention",
      poolSize: 1,
    });
  });

  afterAll(async () => {
    if (provider.isInitialized) await provider.destroy();
    await catalog.dataSource.destroy();
    await server.drop();
  });

  it("has the rejections and the plans that nobody decided on, and after them what the views show", async () => {
    await catalog.ingest([{ kind: "mystery" }, { kind: "resource", type: "Service", name: "" }], "team/k8s");
    const plan = (status: string, plannedOn: string) =>
      catalog.dataSource.query(
        `INSERT INTO housekeeping_plan (id, rule, resource_type, reason, horizon, counts, examples, status, planned_on)
         VALUES ($1, 'orphans', 'Lambda', 'it would remove 9 of 10', $3, '[]', '[]', $2, $3)`,
        [randomUUID(), status, plannedOn],
      );
    await plan("executed", day(3));
    await plan("held", day(4));
    const { result, isPartial } = (await computeOn(new PostgresCatalogAccess(provider), attention)) as any;
    expect(isPartial).toBe(false);
    expect(result.rejected.items).toMatchObject(
      ["INVALID_FIELD", "UNKNOWN_KIND"].map((code) => ({ code, source: "team/k8s", count: 1 })),
    );
    expect(result.held).toMatchObject({
      count: 1,
      items: [{ rule: "orphans", resourceType: "Lambda", why: "it would remove 9 of 10", since: day(4) }],
    });
    expect(result.unwell).toEqual({ count: 0, isPartial: false, items: [] });
  });
});
