import { BinnacleClient } from "@binnacle/client";
import { createSnsClient, SnsPublisher } from "@binnacle/messaging";
import { createTestDatabase, createTestMessaging, type TestDatabase, type TestMessaging } from "@binnacle/testing";
import { startApp, type StartedApp } from "./started-app.js";

const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };

/** A sink and a provider in processes of their own, with a database and messaging that nobody else uses. */
export interface StartedPath {
  sink: StartedApp;
  provider: StartedApp;
  publisher: SnsPublisher;
  database: TestDatabase;
  messaging: TestMessaging;
  /** The provider's API. */
  catalog: BinnacleClient;
  /** Stores an object in the bucket for payloads. */
  putPayload(key: string, body: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startPath(): Promise<StartedPath> {
  const [database, messaging] = await Promise.all([createTestDatabase(), createTestMessaging()]);
  const { endpoint, region } = messaging;
  const environment = {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL: endpoint,
    DATABASE_URL: database.url,
    BINNACLE_TOPIC_ARN: messaging.topicArn,
    BINNACLE_QUEUE_URL: messaging.queueUrl,
    BINNACLE_PAYLOAD_BUCKET: messaging.payloadBucket,
  };
  const [sink, provider] = await Promise.all([startApp("sink", environment), startApp("provider", environment)]);
  const client = createSnsClient({ endpoint, region, credentials: CREDENTIALS });
  const publisher = new SnsPublisher({ topicArn: messaging.topicArn, client });
  return {
    sink,
    provider,
    publisher,
    database,
    messaging,
    catalog: new BinnacleClient({ baseUrl: provider.url }),
    async putPayload(key, body) {
      const response = await fetch(`${endpoint}/${messaging.payloadBucket}/${key}`, { method: "PUT", body });
      if (!response.ok) throw new Error(`The emulator did not store ${key}: ${response.status}`);
    },
    async stop() {
      await publisher.close();
      client.destroy();
      await Promise.all([sink.stop(), provider.stop()]);
      await database.drop();
    },
  };
}
