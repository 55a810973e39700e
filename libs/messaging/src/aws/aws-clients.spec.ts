import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startEmulator, type Emulator } from "@binnacle/embedded";
import { SqsConsumer } from "../consume/sqs-consumer.js";
import { PayloadStore } from "../payload/payload-store.js";
import { provisionMessaging } from "../provision/provision-messaging.js";
import { SnsPublisher } from "../publish/sns-publisher.js";
import { eventually } from "../test-servers/eventually.js";
import { readingOf } from "../test-servers/records.js";

const VARIABLES = ["AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
const before = VARIABLES.map((name) => [name, process.env[name]] as const);
let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ port: 0 });
  process.env["AWS_ENDPOINT_URL"] = emulator.endpoint;
  process.env["AWS_REGION"] = "us-east-1";
  process.env["AWS_ACCESS_KEY_ID"] = "test";
  process.env["AWS_SECRET_ACCESS_KEY"] = "test";
});

afterEach(async () => {
  for (const [name, value] of before) {
    delete process.env[name];
    if (value !== undefined) {
      process.env[name] = value;
    }
  }
  await emulator.stop();
});

describe("The clients", () => {
  it("find endpoint, region and credentials in the environment, as the AWS SDK reads it", async () => {
    const { topicArn, queueUrl, payloadBucket } = await provisionMessaging();
    const payloads = new PayloadStore({ bucket: payloadBucket });
    const received: string[] = [];
    const consumer = new SqsConsumer({
      queueUrl,
      waitTimeSeconds: 1,
      handle: (messages) => {
        received.push(...messages.map(({ body }) => body));
        return Promise.resolve(messages);
      },
    });
    consumer.start();
    const publisher = new SnsPublisher({ topicArn, payloads });
    const session = publisher.open("s");
    await session.publish(readingOf("a", 1));
    expect(await session.flush()).toMatchObject({ published: 1 });
    await eventually(() => received.length === 1);
    const pointer = await payloads.put("{}");
    expect((await payloads.get(pointer, 10)).toString()).toBe("{}");
    await consumer.stop();
    await publisher.close();
    await payloads.close();
  });
});
