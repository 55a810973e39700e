import { builtInCalculations, computeOn } from "@binnacle/calculation";
import { foresee } from "@binnacle/housekeeping";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { createDataSource } from "../data-source.js";
import { PostgresCatalogAccess } from "../calculation-reader/postgres-catalog-access.js";
import { createProviderLogin } from "../administration/provider-login.js";
import { day } from "../reads/test-catalog.js";
import { openTestHousekeeping, policyOf, type TestHousekeeping } from "./test-housekeeping.js";

const POLICY = {
  guard: { share: 1 },
  rules: [
    {
      name: "silent",
      type: "ServiceDeployment",
      createdBefore: "2d",
      withoutReading: { types: ["HealthCheck"], for: "3d" },
      children: true,
    },
  ],
  orphans: { after: "5d" },
  undeclared: { after: "5d", types: ["Host"] },
};
const resource = (type: string, name: string, on: number, more: object = {}) => ({
  kind: "resource",
  type,
  name,
  observedOn: day(on),
  ...more,
});
const reading = (type: string, name: string, on: number, readingType = "HealthCheck", value: unknown = "up") => ({
  kind: "reading",
  resource: { type, name },
  type: readingType,
  value,
  collectedOn: day(on),
});
const parent = (type: string, name: string) => ({ parent: { type, name } });

interface Outcome {
  result: {
    groups: { rule: string; heldBecause: string | null; counts: object[]; resources: { id: string; name: string }[] }[];
  };
}

describe("what housekeeping would remove", () => {
  let server: TestDatabase;
  let house: TestHousekeeping;
  let client: pg.Client;
  let login: string;

  beforeAll(async () => {
    server = await createTestDatabase();
    house = await openTestHousekeeping(server.url);
    client = new pg.Client({ connectionString: server.url });
    await client.connect();
    login = await createProviderLogin(server.url);
    await house.ingest([
      resource("Lambda", "leased", 1, { expiresAfter: "P2D" }),
      resource("Lambda", "renewed", 1, { expiresAfter: "P300D" }),
      resource("ServiceDeployment", "silent", 1),
      resource("ServiceInstance", "below", 2, parent("ServiceDeployment", "silent")),
      resource("ServiceInstance", "below-too", 2, parent("ServiceDeployment", "silent")),
      resource("ServiceDeployment", "sound", 1),
      reading("ServiceDeployment", "sound", 19),
      reading("Host", "never-declared", 2, "Load", 1),
      resource("Volume", "orphan", 3, parent("Cluster", "gone")),
      { kind: "removal", resource: { type: "Cluster", name: "gone" }, removedOn: day(9) },
    ]);
    await house.ingest(
      [
        resource("Queue", "withdrawn", 1),
        resource("Queue", "kept", 8),
        { kind: "sweep", resourceType: "Queue", startedOn: day(7), count: 1 },
        { kind: "sweep", resourceType: "Queue", startedOn: day(8), count: 400 },
      ],
      "team/aws",
    );
    await house.ingest(
      [
        resource("Lambda", "distrusted", 1, { expiresAfter: "P1D" }),
        reading("Collector", "team/bad", 9, "CollectorRun", { outcome: "failed" }),
      ],
      "team/bad",
    );
    await house.dataSource.query("UPDATE sweep SET received_on = started_on");
    await house.probe(day(20));
  });

  afterAll(async () => {
    await client.end();
    await house.close();
    await server.drop();
  });

  it("is the same for the calculation, for the housekeeper's dry run and for what it then does", async () => {
    const policy = policyOf(POLICY);
    const stale = builtInCalculations().find(({ constructor }) => constructor.name === "StaleResources")!;
    const dataSource = createDataSource({ url: login, applicationName: "outlook-test", poolSize: 1 });
    const ask = async (given: Record<string, string> = {}): Promise<Outcome> =>
      (await computeOn(new PostgresCatalogAccess(dataSource, { housekeeping: policy }), stale, given)) as Outcome;
    try {
      const { result } = await ask();
      const foreseen = await foresee(house.store, policy);
      expect(result.groups.map(({ resources }) => resources)).toEqual(
        foreseen.removals.map(({ candidates }) => candidates),
      );
      expect(result.groups.map(({ rule, counts, heldBecause }) => ({ rule, counts, heldBecause }))).toEqual(
        foreseen.removals.map(({ rule, counts, heldBecause }) => ({
          rule: rule.name,
          counts,
          heldBecause: heldBecause ?? null,
        })),
      );
      expect(result).toMatchObject({ seenUntil: day(20), isWaiting: false, distrustedSources: ["team/bad"] });
      const named = Object.fromEntries(
        result.groups.map(({ rule, resources }) => [rule, resources.map(({ name }) => name).toSorted()]),
      );
      expect(named).toEqual({
        leases: ["leased"],
        sweeps: ["withdrawn"],
        silent: ["below", "below-too", "silent"],
        orphans: ["orphan"],
        undeclared: ["never-declared"],
      });
      const before = await present();
      await house.keepHouse(day(20), POLICY);
      const after = await present();
      const gone = before.filter((id) => !after.includes(id));
      expect(gone.toSorted()).toEqual(
        result.groups.flatMap(({ resources }) => resources.map(({ id }) => id)).toSorted(),
      );
      expect((await ask()).result.groups).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  });

  async function present(): Promise<string[]> {
    const { rows } = await client.query<{ id: string }>("SELECT id FROM resource_current");
    return rows.map(({ id }) => id);
  }
});
