import { createSnsClient, createSqsClient, PayloadStore, SnsPublisher, SqsConsumer } from "@binnacle/messaging";
import { createTestDatabase, createTestMessaging, type TestDatabase, type TestMessaging } from "@binnacle/testing";
import { expect } from "@jest/globals";
import { eventually } from "./eventually.js";
import { startApp, type StartedApp } from "./started-app.js";

const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };
const EMPTY = { visible: 0, inFlight: 0, delayed: 0 };

/** Messaging and a database of its own, a provider, a publisher, and as many sinks as are started. All real processes. */
export class RunningStack {
  readonly sinks: StartedApp[] = [];
  readonly housekeepers: StartedApp[] = [];
  readonly otherProviders: StartedApp[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly messaging: TestMessaging,
    readonly provider: StartedApp,
    readonly publisher: SnsPublisher,
    private readonly clients: { destroy(): unknown }[],
    private readonly queues: SqsConsumer[],
  ) {}

  /** `more` are variables of the provider. */
  static async start(more: Record<string, string> = {}): Promise<RunningStack> {
    const [database, messaging] = await Promise.all([createTestDatabase(), createTestMessaging()]);
    const { endpoint, region, topicArn, payloadBucket } = messaging;
    const aws = { endpoint, region, credentials: CREDENTIALS };
    const sns = createSnsClient(aws);
    const sqs = createSqsClient(aws);
    const payloads = new PayloadStore({ bucket: payloadBucket, aws });
    return new RunningStack(
      database,
      messaging,
      await startApp("provider", { ...environmentOf(database, messaging), ...more }),
      new SnsPublisher({ topicArn, client: sns, payloads }),
      [sns, sqs, { destroy: () => payloads.close() }],
      [messaging.queueUrl, messaging.deadLetterQueueUrl].map(
        (queueUrl) => new SqsConsumer({ queueUrl, client: sqs, handle: async () => [] }),
      ),
    );
  }

  async startSink(more: Record<string, string> = {}): Promise<StartedApp> {
    const sink = await startApp("sink", { ...environmentOf(this.database, this.messaging), ...more });
    this.sinks.push(sink);
    return sink;
  }

  /** Starts another provider beside the first one, which `stop()` stops too. */
  async startProvider(more: Record<string, string>): Promise<StartedApp> {
    const provider = await startApp("provider", { ...environmentOf(this.database, this.messaging), ...more });
    this.otherProviders.push(provider);
    return provider;
  }

  /** Starts a housekeeper, which `stop()` stops too; its configuration is the file's. */
  async startHousekeeper(configFile: string): Promise<StartedApp> {
    const environment = { ...environmentOf(this.database, this.messaging), BINNACLE_CONFIG: configFile };
    const housekeeper = await startApp("housekeeper", environment);
    this.housekeepers.push(housekeeper);
    return housekeeper;
  }

  /** Waits until everything that was published is committed and deleted, and nothing of it is among the dead letters. */
  async drained(timeoutMs = 60_000): Promise<void> {
    const [queue, deadLetters] = this.queues as [SqsConsumer, SqsConsumer];
    await eventually(async () => expect(await queue.queueDepth()).toEqual(EMPTY), timeoutMs);
    expect(await deadLetters.queueDepth()).toEqual(EMPTY);
  }

  /** Stops all sinks where they stand while something is done, so that they set about it at the same moment. */
  async whileSinksStandStill<T>(work: () => Promise<T>): Promise<T> {
    for (const { process } of this.sinks) process.kill("SIGSTOP");
    try {
      return await work();
    } finally {
      for (const { process } of this.sinks) process.kill("SIGCONT");
    }
  }

  /** The text that the provider answers. */
  async read(path: string): Promise<string> {
    const response = await fetch(`${this.provider.url}/api/v1${path}`);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text;
  }

  async stop(): Promise<void> {
    await this.publisher.close();
    const apps = [...this.housekeepers, ...this.sinks, ...this.otherProviders, this.provider];
    await Promise.all(apps.map((app) => app.stop()));
    await Promise.all(this.clients.map((client) => client.destroy()));
    await this.database.drop();
  }
}

function environmentOf(database: TestDatabase, messaging: TestMessaging): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: messaging.endpoint,
    AWS_REGION: messaging.region,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    DATABASE_URL: database.url,
    BINNACLE_TOPIC_ARN: messaging.topicArn,
    BINNACLE_QUEUE_URL: messaging.queueUrl,
    BINNACLE_PAYLOAD_BUCKET: messaging.payloadBucket,
  };
}
