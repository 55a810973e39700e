import { gzipSync } from "node:zlib";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { InMemoryPublisher } from "@binnacle/collector";
import { createS3Client, createSqsClient } from "@binnacle/messaging";
import { Metrics } from "@binnacle/platform";
import { createTestMessaging } from "@binnacle/testing";
import { setTimeout as wait } from "node:timers/promises";
import { RecordTemplate } from "../../mapping/record-template.options.js";
import { ReceiverMetrics } from "../../receiving/receiver-metrics.js";
import { Receivers } from "../../receiving/receivers.js";
import { FilesOptions } from "./files.options.js";
import { FilesReceiver } from "./files.receiver.js";

const FLAGS = [
  Object.assign(new RecordTemplate(), {
    type: "FeatureFlag",
    name: "name",
    readings: [{ type: "FlagState", value: { on: "on", from: "$object.key" }, storageMode: "SNAPSHOT" }],
  }),
];

let environmentBefore: NodeJS.ProcessEnv;
let sqs: SQSClient;
let s3: S3Client;
let bucket: string;
let queueUrl: string;
let deadLetterUrl: string;
let publisher: InMemoryPublisher;
let isDown: boolean;
let receivers: Receivers | undefined;
let lines: { fields: Record<string, unknown>; message: string }[];

beforeEach(async () => {
  environmentBefore = { ...process.env };
  const messaging = await createTestMessaging();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: messaging.endpoint,
    AWS_REGION: messaging.region,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  sqs = createSqsClient();
  s3 = await createS3Client();
  bucket = messaging.payloadBucket!;
  const name = `files-${bucket}`;
  deadLetterUrl = await createQueue(`${name}-dead`);
  const deadLetterTargetArn = `arn:aws:sqs:${messaging.region}:000000000000:${name}-dead`;
  queueUrl = await createQueue(name, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }) });
  isDown = false;
  publisher = new InMemoryPublisher(() => (isDown ? "the topic is gone" : undefined));
  lines = [];
});

afterEach(async () => {
  await receivers?.beforeApplicationShutdown();
  receivers = undefined;
  sqs.destroy();
  s3.destroy();
  process.env = environmentBefore;
});

describe(FilesReceiver.name, () => {
  it("publishes what an object says as of when it was written, then deletes the message", async () => {
    await start();
    await put("flags/a b.ndjson.gz", gzipSync('{"name":"refunds","on":true}\n{"name":"search","on":false}\n'));
    await eventually(() => expect(publisher.records).toHaveLength(4));
    const [flag, state] = publisher.records;
    expect(flag).toMatchObject({
      kind: "resource",
      name: "refunds",
      observedOn: expect.stringMatching(/:\d\d\.000000Z$/),
    });
    expect(state).toMatchObject({
      value: { on: true, from: "flags/a b.ndjson.gz" },
      collectedOn: (flag as { observedOn?: string }).observedOn,
    });
    await eventually(async () => expect(await depth(queueUrl)).toBe(0));
    expect(await depth(deadLetterUrl)).toBe(0);
  });

  it("publishes only what changed, takes S3's test event as read, and passes over other keys", async () => {
    await start({
      keys: ["flags/*"],
      records: FLAGS.map((flag) =>
        Object.assign(new RecordTemplate(), flag, { readings: [{ ...flag.readings[0], value: "on" }] }),
      ),
    });
    await send(JSON.stringify({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket: bucket }));
    await put("other/x.json", "{");
    await put("flags/1.json", '[{"name":"refunds","on":true},{"name":"search","on":true}]');
    await eventually(() => expect(publisher.records).toHaveLength(4));
    await put("flags/2.json", '[{"name":"refunds","on":true},{"name":"search","on":false}]');
    await eventually(() => expect(publisher.records).toHaveLength(5));
    await eventually(async () => expect(await depth(queueUrl)).toBe(0));
    expect(publisher.records[4]).toMatchObject({ kind: "reading", resource: { name: "search" }, value: false });
  });

  it("keeps the message while nothing can be published", async () => {
    isDown = true;
    await start();
    await put("flags/1.json", '{"name":"refunds","on":true}');
    await eventually(() => expect(lines.map(({ message }) => message).join()).toMatch(/held|again/i));
    expect(await depth(queueUrl)).toBe(1);
    isDown = false;
    await eventually(() => expect(publisher.records).toHaveLength(2));
    await eventually(async () => expect(await depth(queueUrl)).toBe(0));
  });

  it("leaves what cannot be read to the redrive policy, and says why", async () => {
    await start();
    await put("flags/broken.json", '{"name":');
    await put("flags/fine.json", '{"name":"refunds","on":true}');
    await send("no event");
    await send(event("somebody-elses", "flags/1.json"));
    await eventually(async () => expect(await depth(deadLetterUrl)).toBe(3));
    expect(publisher.records).toHaveLength(2);
    const reasons = new Set(lines.map(({ fields }) => fields["reason"]));
    expect([...reasons].join("; ")).toMatch(
      /is not JSON.*the message is not JSON|the message is not JSON.*is not JSON/,
    );
    expect(reasons).toContain("the bucket somebody-elses is none of those that are read");
  });

  it("takes an object that is gone for read, and leaves out the parts of one that are none", async () => {
    await start();
    await send(event(bucket, "flags/gone.json"));
    await put("flags/some.ndjson", '{"name":"refunds","on":true}\nnoise\n{"on":false}\n');
    await eventually(() => expect(publisher.records).toHaveLength(2));
    await eventually(async () => expect(await depth(queueUrl)).toBe(0));
    expect(lines.filter(({ message }) => message === "a part of an object is left out")).toHaveLength(2);
    expect(lines.map(({ message }) => message)).toContain("the object is gone");
  });

  it("needs a pattern for lines", () => {
    expect(() => new FilesReceiver(Object.assign(new FilesOptions(), { format: "lines", records: FLAGS }))).toThrow(
      "pattern must say",
    );
  });
});

async function start(options: Partial<FilesOptions> = {}): Promise<void> {
  const all = Object.assign(new FilesOptions(), { queueUrl, buckets: [bucket], records: FLAGS, ...options });
  const note = (fields: object, message: string) =>
    void lines.push({ fields: fields as Record<string, unknown>, message });
  const logger = { debug: note, info: note, warn: note, error: note };
  receivers = new Receivers({ publisher, logger, metrics: new ReceiverMetrics(new Metrics("collector")) });
  await receivers.start([{ name: "files", where: "sources[0]", receiver: new FilesReceiver(all) }]);
}

/** Writes an object, and tells of it as S3 does. */
async function put(key: string, content: string | Buffer): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(content) }));
  await send(event(bucket, key));
}

function event(bucketName: string, key: string): string {
  const encoded = encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/");
  const s3 = { bucket: { name: bucketName }, object: { key: encoded, size: 1 } };
  return JSON.stringify({
    Records: [{ eventVersion: "2.1", eventSource: "aws:s3", eventName: "ObjectCreated:Put", s3 }],
  });
}

async function send(MessageBody: string): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
}

async function createQueue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
}

async function depth(QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  return (
    Number(Attributes["ApproximateNumberOfMessages"]) + Number(Attributes["ApproximateNumberOfMessagesNotVisible"])
  );
}

/** Asks again until it holds. */
async function eventually(check: () => unknown, timeoutMs = 20_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return void (await check());
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await wait(50);
  }
}
