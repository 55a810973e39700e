import "reflect-metadata";
import { BinnacleClient } from "@binnacle/client";
import { createTestDatabase, createTestMessaging, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ingestRecords } from "../../testing/ingest-records.js";
import { startTestProvider, type TestProvider } from "../../testing/start-test-provider.js";

describe("the rejections", () => {
  let database: TestDatabase;
  let provider: TestProvider;

  beforeAll(async () => {
    database = await createTestDatabase();
    const { endpoint, region } = await createTestMessaging();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    });
    const BINNACLE_TOPIC_ARN = `arn:aws:sns:${region}:000000000000:not-there`;
    provider = await startTestProvider({ DATABASE_URL: database.url, BINNACLE_TOPIC_ARN });
  });

  afterAll(async () => {
    await provider.close();
    await database.drop();
  });

  it("promise nothing of a redrive that could not be published", async () => {
    await ingestRecords(database.url, [{ kind: "mystery" }]);
    const catalog = new BinnacleClient({ baseUrl: provider.origin });
    const before = await catalog.get("/rejections");
    const { id } = before.items[0]!;
    const redriving = catalog.post("/rejections/{id}/redrive", { params: { path: { id } } });
    await expect(redriving).rejects.toMatchObject({ status: 503, code: "UNAVAILABLE", isPassing: true });
    expect(await catalog.get("/rejections")).toEqual(before);
  });
});
