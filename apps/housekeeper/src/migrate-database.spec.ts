import "reflect-metadata";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { migrateDatabase } from "./migrate-database.js";

describe("npm run migrate", () => {
  let database: TestDatabase;
  let directory: string;

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false });
    directory = await mkdtemp(join(tmpdir(), "migrate-"));
  });

  afterAll(async () => {
    await database.drop();
    await rm(directory, { recursive: true });
  });

  async function run(variables: Record<string, string>, ...args: string[]) {
    const told: string[] = [];
    const complaints: string[] = [];
    const code = await migrateDatabase(args, variables, {
      tell: (line) => told.push(line),
      complain: (line) => complaints.push(line),
    });
    return { code, told: told.join("\n"), complaints: complaints.join("\n") };
  }

  it("migrates, makes the declared indexes, drops what is declared no longer, and says so", async () => {
    const file = join(directory, "binnacle.yaml");
    const variables = { DATABASE_URL: database.url, BINNACLE_CONFIG: file };
    await writeFile(file, "fields: [{name: team, readingType: Ownership, path: [team]}]");
    const first = await run(variables);
    expect(first).toMatchObject({ code: 0, complaints: "" });
    expect(first.told).toMatch(/^Applied Catalog\w+.*\.\nMade the indexes declared_field_\w+\.$/);
    expect(await run(variables)).toMatchObject({ code: 0, told: "The schema is up to date." });
    const { told } = await run({ DATABASE_URL: database.url });
    expect(told).toMatch(/^The schema is up to date\.\nDropped the indexes declared_field_\w+\.$/);
  });

  it("names what is wrong with its variables and files before it touches anything", async () => {
    expect(await run({})).toMatchObject({ code: 1, complaints: expect.stringContaining("DATABASE_URL") });
    const missing = join(directory, "missing.yaml");
    expect(await run({ DATABASE_URL: database.url, BINNACLE_CONFIG: missing })).toMatchObject({
      code: 1,
      told: "",
      complaints: `${missing} cannot be read (ENOENT)`,
    });
  });

  it("explains itself, and refuses what it does not know", async () => {
    expect(await run({}, "--help")).toMatchObject({ code: 0, told: expect.stringContaining("BINNACLE_CONFIG") });
    expect(await run({}, "--force")).toMatchObject({ code: 1, complaints: expect.stringContaining("--force") });
  });

  it("says why it cannot reach a database", async () => {
    expect(await run({ DATABASE_URL: "postgresql://nobody@127.0.0.1:9/none" })).toMatchObject({
      code: 1,
      complaints: expect.stringMatching(/^Cannot migrate: .*ECONNREFUSED/),
    });
  });
});
