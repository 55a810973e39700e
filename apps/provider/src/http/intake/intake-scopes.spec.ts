import "reflect-metadata";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { createSqsClient } from "@binnacle/messaging";
import { createTestDatabase, createTestMessaging, type TestDatabase, type TestMessaging } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startTestProvider, type TestProvider } from "../../testing/start-test-provider.js";
import { bearer, createTestToken, writeTokenFile, type TestToken } from "../../testing/test-tokens.js";

const ORDERS = createTestToken("orders", "publish:orders/k8s:Service*", "remove:orders/k8s:ServiceInstance");
const PLATFORM = createTestToken("platform", "publish:platform/*:*");
const READER = createTestToken("reader", "read");

const resource = (type: string, name: string, more: object = {}) => ({ kind: "resource", type, name, ...more });
const sweep = { kind: "sweep", resourceType: "ServiceInstance", startedOn: "2026-01-01T00:00:00Z" };

describe("the intake with tokens", () => {
  let database: TestDatabase;
  let messaging: TestMessaging;
  let provider: TestProvider;
  let sqs: SQSClient;

  beforeAll(async () => {
    database = await createTestDatabase();
    messaging = await createTestMessaging();
    const { endpoint, region } = messaging;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    });
    sqs = createSqsClient({ endpoint, region });
    provider = await startTestProvider({
      DATABASE_URL: database.url,
      BINNACLE_TOPIC_ARN: messaging.topicArn,
      BINNACLE_AUTH: "tokens",
      BINNACLE_TOKENS_FILE: await writeTokenFile(ORDERS, PLATFORM, READER),
    });
  });
  afterAll(async () => {
    sqs.destroy();
    await provider.close();
    await database.drop();
  });

  async function post({ token }: TestToken, body: object | string, query = ""): Promise<{ status: number; body: any }> {
    const type = typeof body === "string" ? "application/x-ndjson" : "application/json";
    const response = await fetch(`${provider.origin}/api/v1/records${query}`, {
      method: "POST",
      headers: { ...bearer(token), "content-type": type },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }

  /** What waits in the queue, which is then empty. */
  async function takeMessages(WaitTimeSeconds: number): Promise<any[]> {
    const QueueUrl = messaging.queueUrl;
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds }),
    );
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    return Messages.map(({ Body }) => JSON.parse(Body!));
  }

  it("sets an absent source from the token, in every form of a body", async () => {
    const record = resource("Service", "a");
    for (const body of [
      { records: [record] },
      record,
      JSON.stringify(record),
      { source: null, records: [record, sweep] },
    ]) {
      expect(await post(ORDERS, body)).toMatchObject({ status: 202, body: { rejected: [] } });
      expect(await takeMessages(5)).toMatchObject([{ source: "orders/k8s" }]);
    }
    // A sweep needs a named source, and here has one.
    expect((await post(ORDERS, { records: [sweep] })).body).toMatchObject({ accepted: 1, rejected: [] });
    expect(await takeMessages(5)).toMatchObject([{ source: "orders/k8s", records: [{ kind: "sweep" }] }]);
  });

  it("publishes as a source that the token may speak for", async () => {
    const body = { source: "platform/aws", records: [resource("RdsInstance", "a"), resource("Team", "b")] };
    expect(await post(PLATFORM, body)).toMatchObject({ status: 202, body: { accepted: 2 } });
    const line = JSON.stringify({ ...resource("Team", "c"), source: "platform/b" });
    expect(await post(PLATFORM, line, "?source=platform/a")).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect((await takeMessages(5)).map(({ source }) => source)).toEqual(["platform/aws", "platform/b"]);
  });

  it("answers 403 to a foreign source, a foreign type and a removal without its scope, and then publishes nothing", async () => {
    const fine = resource("Service", "a");
    const removal = { kind: "removal", resource: { type: "Service", name: "a" } };
    for (const [token, body, query] of [
      [ORDERS, { source: "billing", records: [fine] }],
      [ORDERS, { source: "billing", records: [7, fine] }],
      [ORDERS, { ...fine, source: "orders/k8s2" }],
      [ORDERS, JSON.stringify(fine), "?source=billing"],
      [ORDERS, `${JSON.stringify(fine)}\n${JSON.stringify({ ...fine, source: "billing" })}`],
      [ORDERS, { records: [fine, resource("Team", "x")] }],
      [ORDERS, { records: [fine, { kind: "reading", resource: { type: "Team", name: "x" }, type: "A", value: 1 }] }],
      [ORDERS, { records: [fine, removal] }],
      [PLATFORM, { source: "platform/a", records: [{ ...sweep }] }],
      [PLATFORM, { records: [fine] }],
    ] as const) {
      const answer = await post(token, body, query);
      expect({ body, answer }).toMatchObject({
        body,
        answer: { status: 403, body: { code: "FORBIDDEN", status: 403 } },
      });
      expect(answer.body.detail).toMatch(/Nothing was published$/);
    }
    expect(await post(READER, fine)).toMatchObject({ status: 403, body: { code: "FORBIDDEN" } });
    expect(await takeMessages(1)).toEqual([]);
  });

  it("judges what it may publish as ever", async () => {
    const answer = await post(ORDERS, {
      records: [resource("Service", ""), { kind: "nonsense" }, resource("Service", "a")],
    });
    expect(answer).toMatchObject({
      status: 202,
      body: {
        accepted: 1,
        rejected: [
          { index: 0, code: "INVALID_FIELD" },
          { index: 1, code: "UNKNOWN_KIND" },
        ],
      },
    });
    expect(await takeMessages(5)).toHaveLength(1);
  });
});
