import "reflect-metadata";
import { createDataSource } from "@binnacle/store";
import { createTestDatabase, createTestMessaging, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { ProviderEnvironment } from "../../provider-environment.js";
import { startTestProvider, type TestProvider } from "../../testing/start-test-provider.js";
import { bearer, createTestToken, writeTokenFile } from "../../testing/test-tokens.js";

const ADA = createTestToken("ada", "read", "publish:*:*", "admin");
const ID = "6f1d7f0e-6b0f-5d0a-9a55-0c1f1b6c2a11";
const GUESS = "binnacle_guess-d1b54a32d192ed03";
const VALUE = "value-0c1f1b6c2a116f1d";
const QUERY = "query-7f0e6b0f5d0a9a55";
const PASSWORD = "password-a55d0c1f1b6c2a11";

describe("the log of a run", () => {
  let database: TestDatabase;
  let log: string;
  let providers: TestProvider[];

  beforeAll(async () => {
    database = await createTestDatabase();
    const { endpoint, region } = await createTestMessaging();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "secret-of-aws-6b0f5d0a",
    });
    log = "";
    providers = [];
  });
  afterAll(async () => {
    for (const provider of providers) await provider.close();
    await database.drop();
  });

  async function start(environment: Partial<ProviderEnvironment>): Promise<TestProvider> {
    const destination = { write: (line: string) => void (log += line) };
    const BINNACLE_TOPIC_ARN = "arn:aws:sns:us-east-1:000000000000:not-there";
    const tokens = { BINNACLE_AUTH: "tokens" as const, BINNACLE_TOKENS_FILE: await writeTokenFile(ADA) };
    const provider = await startTestProvider(
      { DATABASE_URL: database.url, BINNACLE_TOPIC_ARN, ...tokens, ...environment },
      { level: "trace", destination },
    );
    providers.push(provider);
    return provider;
  }

  async function statusOf(provider: TestProvider, path: string, init: RequestInit = {}): Promise<number> {
    const { status, body } = await fetch(`${provider.origin}${path}`, init);
    await body?.cancel();
    return status;
  }

  it("holds no token, password, query or value, whatever goes wrong", async () => {
    const provider = await start({});
    const good = bearer(ADA.token);
    expect(await statusOf(provider, `/api/v1/types?access_token=${ADA.token}`, { headers: good })).toBe(400);
    expect(await statusOf(provider, "/api/v1/types", { headers: bearer(GUESS) })).toBe(401);
    expect(await statusOf(provider, "/docs", { headers: { authorization: `Basic ${btoa(`a:${GUESS}`)}` } })).toBe(401);
    expect(await statusOf(provider, "/metrics", { headers: { authorization: GUESS } })).toBe(401);

    // The topic is not there, so that publishing fails with the value in hand.
    const record = { kind: "reading", resource: { type: "Service", name: "a" }, type: "A", value: { secret: VALUE } };
    const headers = { ...good, "content-type": "application/json" };
    expect(await statusOf(provider, "/api/v1/records", { method: "POST", headers, body: JSON.stringify(record) })).toBe(
      503,
    );

    // A database that lost its tables and functions raises what nobody foresaw.
    const admin = await createDataSource({ url: database.url, applicationName: "admin" }).initialize();
    await admin.query("DROP TABLE rejection");
    await admin.query(`
      CREATE OR REPLACE VIEW resource_current AS
      SELECT id, type, name, ('"' || name || '"')::uuid AS parent_id, mentioned_on AS created_on, declared_on AS last_seen_on,
        expires_on, true AS declared
      FROM resource`);
    await admin.query(`INSERT INTO resource (id, type, name) VALUES ('${ID}', 'Service', '${VALUE}')`);
    await admin.destroy();
    expect(
      await statusOf(provider, `/api/v1/resources?namePrefix=value-&name=${VALUE}&unknown=${QUERY}`, { headers: good }),
    ).toBe(400);
    expect(await statusOf(provider, `/api/v1/resources?name=${VALUE}`, { headers: good })).toBe(500);
    expect(await statusOf(provider, `/api/v1/rejections?limit=7`, { headers: good })).toBe(500);
    expect(await statusOf(provider, `/api/v1/rejections/${ID}`, { method: "DELETE", headers: good })).toBe(500);

    const locked = new URL(database.url);
    locked.password = PASSWORD;
    const outside = await start({ DATABASE_URL: locked.href });
    expect(await statusOf(outside, `/api/v1/resources?name=${VALUE}`, { headers: good })).toBeGreaterThanOrEqual(500);
    expect(await statusOf(outside, "/readyz")).toBe(503);

    const lines = log
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { msg: string });
    expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining(["a token was refused", "request failed"]));
    for (const secret of [
      ADA.token,
      ADA.entry.hash.slice(7),
      GUESS,
      VALUE,
      QUERY,
      PASSWORD,
      new URL(database.url).password,
      "secret-of-aws",
      "limit=7",
    ]) {
      const found = log.split("\n").filter((line) => line.includes(secret));
      expect({ secret, found }).toEqual({ secret, found: [] });
    }
  });
});
