import { once } from "node:events";
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { referenceTo, service, team } from "@binnacle/contract";
import { ingestBatch } from "@binnacle/ingest";
import { createDataSource, PostgresCatalogStore } from "@binnacle/store";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startApp } from "./started-app.js";

const PLUGIN = "@binnacle/example-calculation-plugin";
const PLUGIN_FILE = fileURLToPath(new URL("../../examples/calculation-plugin/dist/index.js", import.meta.url));
const BINNACLE_TOPIC_ARN = "arn:aws:sns:us-east-1:000000000000:none";
const TIME = "2026-06-01T00:00:00.000000Z";

describe("a package that BINNACLE_PLUGINS names", () => {
  let database: TestDatabase;
  let environment: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase();
    environment = { DATABASE_URL: database.url, BINNACLE_TOPIC_ARN };
    const dataSource = await createDataSource({ url: database.url, applicationName: "plugin-test" }).initialize();
    const owned = (name: string, owner: string) => ({
      kind: "reading",
      resource: service(name),
      type: "ServiceOwnership",
      value: { owners: [referenceTo(team(owner))] },
    });
    const records = [
      owned("orders", "shop"),
      owned("carts", "shop"),
      owned("ledger", "money"),
      { kind: "resource", ...service("x") },
    ];
    const text = JSON.stringify({ source: "test", records });
    await ingestBatch([{ text, sentOn: TIME, receivedOn: TIME }], new PostgresCatalogStore(dataSource));
    await dataSource.destroy();
  });

  afterAll(() => database.drop());

  it.each([PLUGIN, PLUGIN_FILE])("brings its calculations to the provider: %s", async (plugin) => {
    const provider = await startApp("provider", { ...environment, BINNACLE_PLUGINS: plugin });
    try {
      const url = `${provider.url}/api/v1/calculations/team-services`;
      const body = (await (await fetch(url)).json()) as any;
      expect(body).toMatchObject({
        name: "team-services",
        freshFor: "PT1M",
        isPartial: false,
        result: {
          teams: [
            { team: "money", services: ["ledger"] },
            { team: "shop", services: ["carts", "orders"] },
          ],
          withoutTeam: ["x"],
        },
      });
      expect((await fetch(`${url}?limit=0`)).status).toBe(400);
      const document = (await (await fetch(`${provider.url}/openapi.json`)).json()) as any;
      expect(document.paths["/api/v1/calculations/team-services"].get.parameters).toHaveLength(2);
    } finally {
      await provider.stop();
    }
  });

  it("stops the start where a name is taken", async () => {
    const main = fileURLToPath(new URL("../../apps/provider/dist/main.js", import.meta.url));
    const plugins = `${PLUGIN},${PLUGIN_FILE}`;
    const env = { ...environment, PATH: process.env["PATH"], PORT: "0", BINNACLE_PLUGINS: plugins };
    const child = fork(main, [], { env, execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] });
    const written: string[] = [];
    for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (chunk: Buffer) => written.push(`${chunk}`));
    const [code] = (await once(child, "exit")) as [number];
    expect(code).not.toBe(0);
    expect(written.join("")).toMatch(/BINNACLE_PLUGINS: calculation TeamServices has the name team-services/);
  });
});
