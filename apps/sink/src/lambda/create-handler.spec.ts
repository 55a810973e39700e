import "reflect-metadata";
import { gzipSync } from "node:zlib";
import { PayloadStore } from "@binnacle/messaging";
import { createDataSource } from "@binnacle/store";
import {
  createTestDatabase,
  createTestMessaging,
  until,
  type TestDatabase,
  type TestMessaging,
} from "@binnacle/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { SENT_ON, snsEvent, sqsEvent, type EventMessage } from "../testing/lambda-events.js";
import { createHandler, type LambdaHandler } from "./create-handler.js";
import { LambdaEnvironment } from "./lambda-environment.js";

const service = (name: string): string => `{"kind":"resource","type":"Service","name":"${name}"}`;
const message = (...records: string[]): string => `{"source":"team/a","records":[${records.join(",")}]}`;
const NOTHING_FAILED = { batchItemFailures: [] };

describe(createHandler.name, () => {
  let database: TestDatabase;
  let messaging: TestMessaging;
  let handler: LambdaHandler;
  let server: ReturnType<typeof createDataSource>;

  beforeAll(async () => {
    [database, messaging] = await Promise.all([createTestDatabase(), createTestMessaging()]);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: messaging.endpoint,
      AWS_REGION: messaging.region,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    });
    // From the server's own database: the other one is taken away in between.
    const url = new URL(database.url);
    url.pathname = "/postgres";
    server = await createDataSource({ url: url.href, applicationName: "test" }).initialize();
  });
  afterAll(async () => {
    await server.destroy();
    await database.drop();
  });
  beforeEach(() => {
    handler = handlerOf({});
  });
  afterEach(() => handler.close());

  const name = () => new URL(database.url).pathname.slice(1);
  const handlerOf = (more: Partial<LambdaEnvironment>): LambdaHandler =>
    createHandler(
      Object.assign(new LambdaEnvironment(), {
        DATABASE_URL: database.url,
        BINNACLE_PAYLOAD_BUCKET: messaging.payloadBucket,
        LOG_LEVEL: "silent",
        ...more,
      }),
    );
  const send = (...messages: EventMessage[]) => handler.handle(sqsEvent(...messages));
  const backends = async (): Promise<number[]> =>
    (
      await server.query<{ pid: number }[]>(
        `SELECT pid FROM pg_stat_activity WHERE datname = '${name()}' AND application_name = 'binnacle-sink' ORDER BY pid`,
      )
    ).map(({ pid }) => pid);
  async function query<Row>(sql: string): Promise<Row[]> {
    const dataSource = await createDataSource({ url: database.url, applicationName: "test" }).initialize();
    try {
      return await dataSource.query(sql);
    } finally {
      await dataSource.destroy();
    }
  }
  const names = async (prefix: string): Promise<string[]> =>
    (await query<{ name: string }>(`SELECT name FROM resource WHERE starts_with(name, '${prefix}') ORDER BY name`)).map(
      (row) => row.name,
    );

  it("stores what a queue brings, whatever it is wrapped in", async () => {
    const payloads = new PayloadStore({ bucket: messaging.payloadBucket });
    const { key, bucket } = await payloads.put(message(service("in-s3")));
    await payloads.close();
    const envelope = { Type: "Notification", TopicArn: "arn:aws:sns:us-east-2:123456789012:binnacle" };
    expect(
      await send(
        { body: message(service("in-plain"), service("in-plain-2")), id: "1" },
        {
          body: gzipSync(message(service("in-gzip"))).toString("base64"),
          id: "2",
          attributes: { "Content-Encoding": "gzip" },
        },
        {
          body: `["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"${bucket}","s3Key":"${key}"}]`,
          id: "3",
          attributes: { ExtendedPayloadSize: "100" },
        },
        { body: JSON.stringify({ ...envelope, Message: message(service("in-envelope")) }), id: "4" },
        { body: service("in-bare"), id: "5" },
      ),
    ).toEqual(NOTHING_FAILED);
    expect(await names("in-")).toEqual(["in-bare", "in-envelope", "in-gzip", "in-plain", "in-plain-2", "in-s3"]);
  });

  it("gives records without a time that of the queue, or the original one of a redrive", async () => {
    const reading = (resource: string): string =>
      `{"kind":"reading","resource":{"type":"Service","name":"${resource}"},"type":"T","value":1.50}`;
    const sentOn = "2026-10-01T00:00:00Z";
    await send({ body: reading("timed"), id: "1" }, { body: reading("timed-2"), id: "2", attributes: { sentOn } });
    await handler.handle(snsEvent({ body: reading("timed-3") }));
    await handler.handle(snsEvent({ body: reading("timed-4"), attributes: { sentOn } }));
    expect(
      await query(
        `SELECT resource_name AS name, collected_on = '${SENT_ON}' AS "isSent", value::text
         FROM reading_current WHERE starts_with(resource_name, 'timed') ORDER BY 1`,
      ),
    ).toEqual([
      { name: "timed", isSent: true, value: "1.50" },
      { name: "timed-2", isSent: false, value: "1.50" },
      { name: "timed-3", isSent: true, value: "1.50" },
      { name: "timed-4", isSent: false, value: "1.50" },
    ]);
  });

  it("stores the neighbours of poison, which is kept among the rejections and does not come again", async () => {
    const missing = `["com.amazon.sqs.javamessaging.MessageS3Pointer",{"s3BucketName":"elsewhere","s3Key":"k"}]`;
    expect(
      await send(
        { body: message(service("beside-1")), id: "1" },
        { body: message(service("beside-2"), '{"kind":"mystery"}', service("beside-3")), id: "2" },
        { body: "{", id: "3" },
        { body: missing, id: "4" },
        { body: message(service("beside-4")), id: "5", receiveCount: 3 },
      ),
    ).toEqual(NOTHING_FAILED);
    expect(await names("beside-")).toEqual(["beside-1", "beside-2", "beside-3", "beside-4"]);
    expect(await query("SELECT code, source FROM rejection ORDER BY code")).toEqual([
      { code: "MALFORMED_MESSAGE", source: "anonymous" },
      { code: "PAYLOAD_MISSING", source: "anonymous" },
      { code: "UNKNOWN_KIND", source: "team/a" },
    ]);
  });

  it("lets only those messages come again that wait for something else than the database", async () => {
    const pointer = `["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"${messaging.payloadBucket}","s3Key":"k"}]`;
    process.env["AWS_ENDPOINT_URL_S3"] = "http://127.0.0.1:9";
    try {
      expect(
        await send(
          { body: message(service("reached-1")), id: "1" },
          { body: pointer, id: "2" },
          { body: message(service("reached-2")), id: "3" },
        ),
      ).toEqual({ batchItemFailures: [{ itemIdentifier: "2" }] });
      await expect(handler.handle(snsEvent({ body: pointer }))).rejects.toThrow("1 of 1 messages were not stored");
    } finally {
      delete process.env["AWS_ENDPOINT_URL_S3"];
    }
    expect(await names("reached-")).toEqual(["reached-1", "reached-2"]);
  });

  it("lets everything come again while the database is away, and stores it with what is left of its connections", async () => {
    const event = sqsEvent(
      { body: message(service("away-1")), id: "1" },
      { body: message(service("away-2")), id: "2" },
    );
    await send({ body: message(service("here")) });
    await server.query(`ALTER DATABASE ${name()} ALLOW_CONNECTIONS false`);
    try {
      await server.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name()}'`);
      const all = { batchItemFailures: [{ itemIdentifier: "1" }, { itemIdentifier: "2" }] };
      expect(await handler.handle(event)).toEqual(all);
      expect(await handler.handle(event)).toEqual(all);
      await expect(handler.handle(snsEvent({ body: message(service("away-3")) }))).rejects.toMatchObject({
        code: "TRANSIENT",
      });
    } finally {
      await server.query(`ALTER DATABASE ${name()} ALLOW_CONNECTIONS true`);
    }
    expect(await handler.handle(event)).toEqual(NOTHING_FAILED);
    expect(await names("away-")).toEqual(["away-1", "away-2"]);
  });

  it("connects at the first event, and keeps its connections for the next", async () => {
    // Those of the test before may be about to end; of its own it has none until then.
    await until("no connection is left", async () => (await backends()).length === 0);
    await send({ body: message(service("first")) });
    const first = await backends();
    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThanOrEqual(2);
    await send({ body: message(service("second")) });
    expect(await backends()).toEqual(first);
    // The server ended them while the environment was frozen.
    await server.query(`SELECT pg_terminate_backend(${first[0]})`);
    expect(await send({ body: message(service("third")) })).toEqual(NOTHING_FAILED);
  });

  it("stores nothing into a database without the schema", async () => {
    const empty = await createTestDatabase({ migrated: false });
    const early = handlerOf({ DATABASE_URL: empty.url });
    expect(await early.handle(sqsEvent({ body: message(service("early")), id: "1" }))).toEqual({
      batchItemFailures: [{ itemIdentifier: "1" }],
    });
    await early.close();
    await empty.drop();
  });

  it.each([{}, null, { Records: [{ eventSource: "aws:kinesis" }] }])("refuses another event: %j", async (event) => {
    await expect(handler.handle(event as never)).rejects.toMatchObject({ code: "UNKNOWN_EVENT" });
  });
});
