import "reflect-metadata";
import { gzipSync } from "node:zlib";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { MAX_MESSAGE_BYTES, nowTimestamp, timestampFromEpochMillis } from "@binnacle/contract";
import { createSqsClient } from "@binnacle/messaging";
import { createTestDatabase, createTestMessaging, type TestDatabase, type TestMessaging } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startTestProvider, type TestProvider } from "../../testing/start-test-provider.js";

const JSON_TYPE = { "content-type": "application/json" };
const NDJSON_TYPE = { "content-type": "application/x-ndjson; charset=utf-8" };
const service = (name: string, more: object = {}) => ({ kind: "resource", type: "Service", name, ...more });

describe("the intake", () => {
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
    provider = await startTestProvider({ DATABASE_URL: database.url, BINNACLE_TOPIC_ARN: messaging.topicArn });
  });

  afterAll(async () => {
    sqs.destroy();
    await provider.close();
    await database.drop();
  });

  const post = (body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = JSON_TYPE, query = "") =>
    fetch(`${provider.origin}/api/v1/records${query}`, { method: "POST", headers, body });

  async function accepted(response: Response): Promise<any> {
    const body = (await response.json()) as any;
    expect({ status: response.status, body }).toMatchObject({ status: 202 });
    expect(body.receiptId).toMatch(/^[A-Za-z0-9_-]{55,90}$/);
    return body;
  }

  async function refused(response: Response, status: number, code: string): Promise<any> {
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const body = (await response.json()) as any;
    expect(body).toMatchObject({ type: `urn:binnacle:${code}`, status, code });
    expect(response.status).toBe(status);
    return body;
  }

  /** The bodies of the messages in the queue, as text; none if there are fewer than `count`. */
  async function takeMessages(count: number): Promise<string[]> {
    const bodies: string[] = [];
    while (bodies.length < count) {
      const QueueUrl = messaging.queueUrl;
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 }),
      );
      if (Messages.length === 0) break;
      bodies.push(...Messages.map(({ Body }) => Body!));
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
    return bodies;
  }

  async function expectEmptyQueue(): Promise<void> {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: messaging.queueUrl, WaitTimeSeconds: 1 }),
    );
    expect(Messages).toEqual([]);
  }

  it("publishes a message's records under its source, with their times, every digit of their values", async () => {
    const before = nowTimestamp();
    const value = '{"big":12345678901234567890123,"e":1e2,"small":0.10}';
    const body = `{"source":"orders-team/k8s","records":[
      {"kind":"resource","type":"Service","name":"e\\u0301","observedOn":"2026-01-01T01:00:00+01:00","parent":null},
      {"kind":"reading","resource":{"type":"Service","name":"orders"},"type":"Exact","value":${value}},
      {"kind":"removal","resource":{"type":"Service","name":"old"},"removedOn":null}]}`;
    expect(await accepted(await post(body))).toMatchObject({ accepted: 3, rejected: [], warnings: [] });

    const [text] = await takeMessages(1);
    expect(text).toContain(`"value":${value}`);
    const message = JSON.parse(text!) as any;
    expect(message.source).toBe("orders-team/k8s");
    const [resource, reading, removal] = message.records;
    expect(resource).toEqual({ ...service("é"), parent: null, observedOn: "2026-01-01T00:00:00.000000Z" });
    for (const time of [reading.collectedOn, removal.removedOn]) {
      expect(time >= before && time <= nowTimestamp()).toBe(true);
    }
  });

  it("takes a bare record, compressed too, and warns of fields that the contract does not know", async () => {
    const record = service("orders", {
      source: "team",
      parnet: { type: "Team", name: "x" },
      observedOn: "2026-01-01T00:00:00Z",
    });
    const answer = await accepted(
      await post(gzipSync(JSON.stringify(record)), { ...JSON_TYPE, "content-encoding": "gzip" }),
    );
    expect(answer).toMatchObject({
      accepted: 1,
      warnings: [{ index: 0, path: "/parnet", detail: expect.any(String) }],
    });
    const [text] = await takeMessages(1);
    expect(JSON.parse(text!)).toEqual({
      source: "team",
      records: [service("orders", { observedOn: "2026-01-01T00:00:00.000000Z" })],
    });
  });

  it("judges each record by itself, and publishes those that are acceptable", async () => {
    const ahead = timestampFromEpochMillis(Date.now() + 6 * 60_000);
    const reading = (value: unknown) => ({
      kind: "reading",
      resource: { type: "Service", name: "a" },
      type: "A",
      value,
    });
    const records = [
      service("kept"),
      service(""),
      { kind: "nonsense" },
      7,
      service("ahead", { observedOn: ahead }),
      reading("\0"),
      reading("x".repeat(4 * 1024 * 1024)),
      { kind: "sweep", resourceType: "Service", startedOn: "2026-01-01T00:00:00Z" },
      reading(null),
    ];
    const answer = await accepted(await post(JSON.stringify({ records })));
    expect(answer.accepted).toBe(2);
    expect(answer.rejected.map(({ index, code }: any) => [index, code])).toEqual([
      [1, "INVALID_FIELD"],
      [2, "UNKNOWN_KIND"],
      [3, "UNKNOWN_KIND"],
      [4, "CLOCK_AHEAD"],
      [5, "VALUE_NOT_STORABLE"],
      [6, "VALUE_TOO_LARGE"],
      [7, "INVALID_FIELD"],
    ]);
    expect(answer.rejected[0].detail).toMatch(/^\/name: /);
    const [text] = await takeMessages(1);
    const message = JSON.parse(text!) as any;
    expect(message.source).toBeUndefined();
    expect(message.records.map((record: any) => record.name ?? record.value)).toEqual(["kept", null]);
  });

  it("answers 202 also if all records are rejected, or if there are none", async () => {
    expect(await accepted(await post(JSON.stringify({ records: [7] })))).toMatchObject({
      accepted: 0,
      rejected: [{ index: 0 }],
    });
    expect(await accepted(await post('{"records":[]}'))).toMatchObject({ accepted: 0, rejected: [] });
    expect(await accepted(await post("", NDJSON_TYPE))).toMatchObject({ accepted: 0, rejected: [] });
    await expectEmptyQueue();
  });

  it("takes one record a line, skips blank ones, and rejects by line what cannot be read", async () => {
    const lines = [
      JSON.stringify(service("a")),
      "",
      "{",
      " \t\r",
      JSON.stringify(service("b", { source: "other" })),
      '"text"',
      JSON.stringify(service("c", { source: "not allowed!" })),
      `{"kind":"reading","resource":{"type":"Service","name":"a"},"type":"A","value":1.10}\r`,
    ];
    const body = Buffer.concat([Buffer.from(`${lines.join("\n")}\n`), Buffer.from([0xff, 0xfe, 10])]);
    const answer = await accepted(await post(body, NDJSON_TYPE, "?source=team/a"));
    expect(answer.accepted).toBe(3);
    expect(answer.rejected.map(({ index, code }: any) => [index, code])).toEqual([
      [2, "MALFORMED_MESSAGE"],
      [5, "UNKNOWN_KIND"],
      [6, "MALFORMED_MESSAGE"],
      [8, "MALFORMED_MESSAGE"],
    ]);
    const messages = (await takeMessages(2)).map((text) => ({ text, message: JSON.parse(text) as any }));
    const ours = messages.find(({ message }) => message.source === "team/a")!;
    expect(ours.message.records.map(({ kind }: any) => kind)).toEqual(["resource", "reading"]);
    expect(ours.text).toContain('"value":1.10');
    expect(messages.find(({ message }) => message.source === "other")!.message.records[0].name).toBe("b");
  });

  it.each([
    ["what is no JSON", "{", ""],
    ["nothing", "", ""],
    ["what is no UTF-8", Buffer.from([0x22, 0xff, 0x22]), ""],
    ["an array", "[]", ""],
    ["neither message nor record", '{"a":1}', ""],
    ["a message whose source is not one", '{"source":"a b","records":[]}', "/source"],
    ["a record whose source is not one", '{"source":"","kind":"resource","type":"A","name":"b"}', "/source"],
  ])("refuses %s as a whole", async (_, body, path) => {
    const { errors } = await refused(await post(body), 400, "INVALID_BODY");
    expect(errors[0].path).toBe(path);
  });

  it("refuses parameters that it does not know, and a source where the message has it", async () => {
    const record = JSON.stringify(service("a"));
    for (const [query, path] of [
      ["?mode=rehearse", "mode"],
      ["?plan=true", "plan"],
      ["?source=a", "source"],
      ["?source=", "source"],
    ] as const) {
      const { errors } = await refused(await post(record, JSON_TYPE, query), 400, "INVALID_PARAMETER");
      expect(errors[0].path).toBe(path);
    }
    await refused(await post(record, NDJSON_TYPE, "?source=a%20b"), 400, "INVALID_PARAMETER");
    await refused(await post(record, NDJSON_TYPE, "?source=a&source=b"), 400, "INVALID_PARAMETER");
    await expectEmptyQueue();
  });

  it("refuses formats and encodings that it does not read", async () => {
    const record = JSON.stringify(service("a"));
    await refused(await post(record, { "content-type": "text/plain" }), 415, "UNSUPPORTED_MEDIA_TYPE");
    await refused(await post(Buffer.from(record), {}), 415, "UNSUPPORTED_MEDIA_TYPE");
    await refused(await post(record, { ...JSON_TYPE, "content-encoding": "br" }), 415, "UNSUPPORTED_MEDIA_TYPE");
    await refused(await post(record, { ...JSON_TYPE, "content-encoding": "gzip" }), 400, "INVALID_BODY");
    const cut = gzipSync(record).subarray(0, 20);
    await refused(await post(cut, { ...NDJSON_TYPE, "content-encoding": "gzip" }), 400, "INVALID_BODY");
    await refused(await post("", {}), 415, "UNSUPPORTED_MEDIA_TYPE");
  });

  it("refuses what is over the caps of a message, before and after decompression", async () => {
    const blank = Buffer.alloc(MAX_MESSAGE_BYTES + 1, " ");
    await refused(await post(blank, NDJSON_TYPE), 413, "TOO_LARGE");
    await refused(await post(gzipSync(blank), { ...NDJSON_TYPE, "content-encoding": "gzip" }), 413, "TOO_LARGE");
    const exactly = gzipSync(blank.subarray(1));
    expect(await accepted(await post(exactly, { ...NDJSON_TYPE, "content-encoding": "gzip" }))).toMatchObject({
      accepted: 0,
    });

    const tooMany = Array.from({ length: 10_001 }, () => 7);
    await refused(await post(JSON.stringify({ records: tooMany })), 413, "TOO_LARGE");
    await refused(await post(tooMany.join("\n"), NDJSON_TYPE), 413, "TOO_LARGE");
    const most = await accepted(await post(tooMany.slice(1).join("\n\n"), NDJSON_TYPE));
    expect(most.rejected).toHaveLength(10_000);
    expect(most.rejected.at(-1).index).toBe(19_998);
    await expectEmptyQueue();
  });

  it("rejects a value that no message can carry where payloads have no bucket", async () => {
    const noise = Array.from({ length: 400_000 }, (_, index) => ((index * 7919) ^ (index * index)).toString(36)).join(
      "",
    );
    const record = { kind: "reading", resource: { type: "Service", name: "a" }, type: "A", value: noise };
    const answer = await accepted(
      await post(`${JSON.stringify(record)}\n${JSON.stringify(service("b"))}`, NDJSON_TYPE),
    );
    expect(answer).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: "VALUE_TOO_LARGE" }] });
    expect(await takeMessages(1)).toHaveLength(1);
  });

  it("carries such a value through the bucket where there is one", async () => {
    const withBucket = await startTestProvider({
      DATABASE_URL: database.url,
      BINNACLE_TOPIC_ARN: messaging.topicArn,
      BINNACLE_PAYLOAD_BUCKET: messaging.payloadBucket,
    });
    const noise = Array.from({ length: 400_000 }, (_, index) => ((index * 7919) ^ (index * index)).toString(36)).join(
      "",
    );
    const record = { kind: "reading", resource: { type: "Service", name: "a" }, type: "A", value: noise };
    const response = await fetch(`${withBucket.origin}/api/v1/records`, {
      method: "POST",
      headers: JSON_TYPE,
      body: JSON.stringify(record),
    });
    expect(await accepted(response)).toMatchObject({ accepted: 1, rejected: [] });
    const [pointer] = await takeMessages(1);
    expect(pointer).toContain(messaging.payloadBucket);
    await withBucket.close();
  });

  it("promises nothing where publishing fails", async () => {
    const gone = messaging.topicArn.replace(/[^:]+$/, "no-such-topic");
    const astray = await startTestProvider({ DATABASE_URL: database.url, BINNACLE_TOPIC_ARN: gone });
    const response = await fetch(`${astray.origin}/api/v1/records`, {
      method: "POST",
      headers: JSON_TYPE,
      body: JSON.stringify(service("a")),
    });
    await refused(response, 503, "UNAVAILABLE");
    await astray.close();
    await expectEmptyQueue();
  });
});
