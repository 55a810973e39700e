import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmulator } from "@binnacle/embedded";
import { createSnsClient, createSqsClient, provisionMessaging, SnsPublisher, SqsConsumer } from "@binnacle/messaging";
import type { DataSource } from "typeorm";
import { withDatabase } from "../database.js";
import { timed } from "../ingest/writer.js";
import { SinkProcess } from "./sink-process.js";

const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };
/** Messages on their way to SNS at a time. */
const PUBLISHING = 16;
/** Its last poll would still be answered. */
const POLL_MS = 2_500;

/** The way from the publisher through an emulator's topic and queue and a real sink into a database. */
export interface MessagingPath {
  dataSource: DataSource;
  sink: SinkProcess;
  publish(texts: readonly string[]): Promise<void>;
  /** Takes so many messages off the queue, and does nothing with them; returns the milliseconds that it took. */
  discard(count: number): Promise<number>;
  /** Stops the sink in its tracks, with no receive under way. */
  halt(): Promise<void>;
}

/** `flags`: of Node.js, for the sink. */
export async function withMessagingPath(
  use: (path: MessagingPath) => Promise<void>,
  flags: readonly string[] = [],
): Promise<void> {
  const region = "us-east-1";
  await withDatabase(1, async ([dataSource]) => {
    const emulator = await startEmulator();
    const aws = { endpoint: emulator.endpoint, region, credentials: CREDENTIALS };
    const { topicArn, queueUrl } = await provisionMessaging(aws);
    const sns = createSnsClient(aws);
    const sqs = createSqsClient(aws);
    const publisher = new SnsPublisher({ topicArn, client: sns });
    const environment = {
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      BINNACLE_QUEUE_URL: queueUrl,
      DATABASE_URL: (dataSource!.options as { url: string }).url,
    };
    const sink = await SinkProcess.start(environment, flags);
    try {
      await use({
        dataSource: dataSource!,
        sink,
        async publish(texts) {
          const rest = texts.values();
          const publishRest = async (): Promise<void> => {
            for (const text of rest) await publisher.publishMessage(text, {});
          };
          await Promise.all(Array.from({ length: PUBLISHING }, publishRest));
        },
        async discard(count) {
          const done = new EventTarget();
          let left = count;
          const consumer = new SqsConsumer({
            queueUrl,
            client: sqs,
            handle: async (received) => received,
            listener: {
              onDeleted: ({ messages: deleted }) => {
                left -= deleted;
                if (left === 0) done.dispatchEvent(new Event("done"));
              },
            },
          });
          const finished = once(done, "done");
          const milliseconds = await timed(async () => {
            consumer.start();
            await finished;
          });
          await consumer.stop();
          return milliseconds;
        },
        async halt() {
          sink.pause();
          await sleep(POLL_MS);
        },
      });
    } finally {
      sink.resume();
      await sink.stop();
      await publisher.close();
      sns.destroy();
      sqs.destroy();
      await emulator.stop();
    }
  });
}

/** Resolves when the sink has committed so many records since the catalog was last emptied; the tallies say so at next to no cost. */
export async function committed(dataSource: DataSource, count: number): Promise<void> {
  for (;;) {
    const [{ sum }] = await dataSource.query("SELECT sum(records) AS sum FROM source_tally");
    if (Number(sum) >= count) return;
    await sleep(5);
  }
}

export async function emptyCatalog(dataSource: DataSource): Promise<void> {
  await dataSource.query("TRUNCATE resource, claim, snapshot, reference, series, change, type_tally, source_tally");
}
