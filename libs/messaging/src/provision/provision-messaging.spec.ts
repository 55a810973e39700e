import { randomBytes } from "node:crypto";
import { GetBucketLifecycleConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSubscriptionAttributesCommand, ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startEmulator } from "@binnacle/embedded";
import type { ReceivedMessage } from "../consume/received-message.js";
import { SqsConsumer } from "../consume/sqs-consumer.js";
import { decodeMessage } from "../decode/decode-message.js";
import { PayloadStore } from "../payload/payload-store.js";
import { SnsPublisher } from "../publish/sns-publisher.js";
import { emulatedMessaging } from "../test-servers/emulated-messaging.js";
import { eventually } from "../test-servers/eventually.js";
import { readingOf } from "../test-servers/records.js";
import { provisionMessaging } from "./provision-messaging.js";

let messaging: Awaited<ReturnType<typeof emulatedMessaging>>;

beforeAll(async () => {
  messaging = await emulatedMessaging(await startEmulator({ port: 0 }));
});

afterAll(async () => {
  await messaging.stop();
});

async function attributesOf(QueueUrl: string) {
  const { Attributes = {} } = await messaging.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  return Attributes;
}

describe(provisionMessaging.name, () => {
  it("connects topic, queue and dead-letter queue, and lets payloads expire after any message", async () => {
    const { sns, topicArn, queueUrl, deadLetterQueueUrl, payloadBucket, aws } = messaging;
    const queue = await attributesOf(queueUrl);
    const deadLetters = await attributesOf(deadLetterQueueUrl);
    expect(queue).toMatchObject({ VisibilityTimeout: "30", MessageRetentionPeriod: "1209600" });
    expect(deadLetters).toMatchObject({ MessageRetentionPeriod: "1209600" });
    expect(JSON.parse(queue["RedrivePolicy"] ?? "")).toEqual({
      deadLetterTargetArn: deadLetters["QueueArn"],
      maxReceiveCount: 10,
    });

    const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
    expect(Subscriptions.map(({ Endpoint }) => Endpoint)).toEqual([queue["QueueArn"]]);
    const { SubscriptionArn } = Subscriptions[0] ?? {};
    const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({ RawMessageDelivery: "true" });

    const s3 = new S3Client({ ...aws, forcePathStyle: true });
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: payloadBucket }));
    expect(Rules).toMatchObject([{ Status: "Enabled", Expiration: { Days: 30 } }]);
    s3.destroy();
  });

  it("changes nothing when it is run again, and sets right what was changed by hand", async () => {
    const { sqs, topicArn, queueUrl, deadLetterQueueUrl, payloadBucket } = messaging;
    const before = await attributesOf(queueUrl);
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { VisibilityTimeout: "7" } }));
    expect(await provisionMessaging(messaging.aws)).toEqual({ topicArn, queueUrl, deadLetterQueueUrl, payloadBucket });
    expect((await attributesOf(queueUrl))["VisibilityTimeout"]).toBe(before["VisibilityTimeout"]);
    const { Subscriptions } = await messaging.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
    expect(Subscriptions).toHaveLength(1);
  });

  it("carries records of every size from a publisher to a consumer, as they were", async () => {
    const payloads = new PayloadStore({ bucket: messaging.payloadBucket, aws: messaging.aws });
    const publisher = new SnsPublisher({ topicArn: messaging.topicArn, client: messaging.sns, payloads });
    const received: ReceivedMessage[] = [];
    const consumer = new SqsConsumer({
      client: messaging.sqs,
      queueUrl: messaging.queueUrl,
      waitTimeSeconds: 1,
      handle: (messages) => {
        received.push(...messages);
        return Promise.resolve(messages);
      },
    });
    consumer.start();
    const session = publisher.open("s");
    const collectedOn = "2026-01-02T03:04:05.000000Z";
    const sent = [
      { ...readingOf("plain \u{FFFE} 😀 €", 10), collectedOn },
      { ...readingOf("compressible", 500_000), collectedOn },
      { ...readingOf("offloaded", 1, randomBytes(500_000).toString("base64")), collectedOn },
    ];
    for (const record of sent) {
      await session.publish(record);
    }
    expect(await session.flush()).toMatchObject({ published: 3, messages: 3, failed: [] });
    await eventually(() => received.length === 3);
    await consumer.stop();
    await publisher.close();

    const records: unknown[] = [];
    for (const message of received) {
      const decoded = await decodeMessage(message, payloads);
      expect(decoded).toMatchObject({ id: message.id, receivedOn: message.receivedOn });
      records.push(...(JSON.parse(decoded.text) as { records: unknown[] }).records);
    }
    expect(records).toHaveLength(3);
    expect(records).toEqual(expect.arrayContaining(sent));
    await payloads.close();
  });
});
