import "reflect-metadata";
import { createTestDatabase, createTestMessaging, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ingestRecords } from "../../testing/ingest-records.js";
import { startTestProvider, type TestProvider } from "../../testing/start-test-provider.js";
import { bearer, createTestToken, writeTokenFile } from "../../testing/test-tokens.js";

const ADA = createTestToken("ada", "admin", "read");
const READER = createTestToken("reader", "read", "publish:*:*");

describe("the audit of the API", () => {
  let database: TestDatabase;
  let provider: TestProvider;
  let outOfOrder: TestProvider;

  beforeAll(async () => {
    database = await createTestDatabase();
    const { endpoint, region, topicArn } = await createTestMessaging();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    });
    const tokens = { BINNACLE_AUTH: "tokens" as const, BINNACLE_TOKENS_FILE: await writeTokenFile(ADA, READER) };
    const DATABASE_URL = database.url;
    provider = await startTestProvider({ DATABASE_URL, BINNACLE_TOPIC_ARN: topicArn, ...tokens });
    const BINNACLE_TOPIC_ARN = `arn:aws:sns:${region}:000000000000:not-there`;
    outOfOrder = await startTestProvider({ DATABASE_URL, BINNACLE_TOPIC_ARN, ...tokens });
    await ingestRecords(
      database.url,
      ["a", "b", "c"].map((kind) => ({ kind })),
    );
  });
  afterAll(async () => {
    await provider.close();
    await outOfOrder.close();
    await database.drop();
  });

  async function ask(path: string, { method = "GET", token = ADA.token, from = provider } = {}): Promise<any> {
    const response = await fetch(`${from.origin}/api/v1/${path}`, { method, headers: bearer(token) });
    return response.status === 204 ? { status: 204 } : response.json();
  }

  it("tells of every change that was made or begun, and of none that was refused", async () => {
    const ids = (await ask("rejections")).items.map(({ id }: any) => id as string);
    expect(ids).toHaveLength(3);
    const nobody = "6f1d7f0e-6b0f-5d0a-9a55-0c1f1b6c2a11";
    expect(await ask(`rejections/${ids[0]}`, { method: "DELETE", token: READER.token })).toMatchObject({ status: 403 });
    expect(await ask(`rejections/${nobody}`, { method: "DELETE" })).toMatchObject({ status: 404 });
    expect(await ask(`rejections/${nobody}/redrive`, { method: "POST" })).toMatchObject({ status: 404 });
    expect((await ask("audit")).items).toEqual([]);

    expect(await ask(`rejections/${ids[0]}`, { method: "DELETE" })).toEqual({ status: 204 });
    expect(await ask(`rejections/${ids[1]}/redrive`, { method: "POST" })).toEqual({ id: ids[1] });
    expect(await ask(`rejections/${ids[2]}/redrive`, { method: "POST", from: outOfOrder })).toMatchObject({
      status: 503,
    });

    const entry = {
      id: expect.any(String),
      occurredOn: expect.stringMatching(/\.\d{6}Z$/),
      principal: "ada",
      detail: null,
    };
    const { items } = await ask("audit");
    expect(items).toEqual([
      { ...entry, action: "rejection.redrive", target: ids[2], outcome: "failed", detail: expect.any(String) },
      { ...entry, action: "rejection.redrive", target: ids[2], outcome: "requested" },
      { ...entry, action: "rejection.redrive", target: ids[1], outcome: "requested" },
      { ...entry, action: "rejection.delete", target: ids[0], outcome: "done" },
    ]);

    const walked: unknown[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: any = await ask(`audit?limit=1${cursor && `&cursor=${cursor}`}`);
      walked.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(walked).toEqual(items);
  });

  it("is for administrators", async () => {
    expect(await ask("audit", { token: READER.token })).toMatchObject({ status: 403, code: "FORBIDDEN" });
    expect(await ask("audit?limit=0")).toMatchObject({ status: 400 });
  });
});
