import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmulator } from "@binnacle/embedded";
import { createSnsClient, createSqsClient, provisionMessaging, SnsPublisher, SqsConsumer } from "@binnacle/messaging";
import { PostgresCatalogStore } from "@binnacle/store";
import type { DataSource } from "typeorm";
import { withDatabase } from "../database.js";
import { median, printTable } from "../figures.js";
import { sinkCore } from "../ingest/sink-core.js";
import { messages, numbers, readings, type Reading } from "../ingest/workload.js";
import { timed } from "../ingest/writer.js";
import { SinkProcess } from "./sink-process.js";

const SIZES = [
  { bytes: 200, count: 40_000 },
  { bytes: 2_000, count: 8_000 },
  { bytes: 50_000, count: 600 },
];
const ON = "2026-01-01T00:00:01.000000Z";
const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };
const POLL_MS = 2_500;
/** Messages on their way to SNS at a time. */
const PUBLISHING = 16;

const STAGES = [
  "publishing alone",
  "receiving and deleting alone",
  "the sink's core alone",
  "the sink, from a full queue",
  "all at once, from publishing to the commit",
] as const;
type Stage = (typeof STAGES)[number];

interface Path {
  dataSource: DataSource;
  publish(texts: readonly string[]): Promise<void>;
  /** Takes so many messages off the queue, and does nothing with them; returns the milliseconds that it took. */
  discard(count: number): Promise<number>;
  sink: SinkProcess;
}

/** New snapshots from the publisher through the emulator's topic and queue and a real sink into the database, and its stages one by one. */
export async function benchPath({ runs }: { runs: number }): Promise<void> {
  await withPath(async (path) => {
    for (const { bytes, count } of SIZES) {
      const list = readings({ indices: numbers(count), bytes, version: 1 });
      const milliseconds = new Map<Stage, number[]>();
      const delays: { most: number; p99: number }[] = [];
      for (let run = 1; run <= runs; run++) {
        const taken = await measure(path, list, delays);
        for (const stage of STAGES) milliseconds.set(stage, [...(milliseconds.get(stage) ?? []), taken[stage]]);
        console.error(`${bytes} bytes: run ${run} of ${runs}`);
      }
      print(bytes, count, milliseconds, delays);
    }
  });
}

async function measure(
  { dataSource, publish, discard, sink }: Path,
  list: readonly Reading[],
  delays: { most: number; p99: number }[],
): Promise<Record<Stage, number>> {
  const texts = messages(list, ON, "SNAPSHOT");
  const empty = () => dataSource.query("TRUNCATE resource, claim, snapshot, reference, series, change, type_tally");
  sink.pause();
  // Its last poll would still be answered.
  await sleep(POLL_MS);
  const published = await timed(() => publish(texts));
  const discarded = await discard(texts.length);
  await empty();
  const core = sinkCore("sink core", [new PostgresCatalogStore(dataSource)], 2);
  const stored = await core.write(list, ON, "SNAPSHOT", "created");
  await publish(texts);
  await empty();
  sink.resume();
  await sink.delays();
  const drained = await timed(() => committed(dataSource, list.length));
  delays.push(await sink.delays());
  await empty();
  const whole = await timed(() => Promise.all([publish(texts), committed(dataSource, list.length)]));
  return {
    "publishing alone": published,
    "receiving and deleting alone": discarded,
    "the sink's core alone": stored,
    "the sink, from a full queue": drained,
    "all at once, from publishing to the commit": whole,
  };
}

/** The tallies say so by the transaction, at next to no cost. */
async function committed(dataSource: DataSource, count: number): Promise<void> {
  for (;;) {
    const [{ sum }] = await dataSource.query("SELECT sum(count) AS sum FROM type_tally WHERE kind = 'snapshot'");
    if (Number(sum) >= count) return;
    await sleep(5);
  }
}

async function withPath(use: (path: Path) => Promise<void>): Promise<void> {
  const region = "us-east-1";
  await withDatabase(1, async ([dataSource]) => {
    const emulator = await startEmulator();
    const aws = { endpoint: emulator.endpoint, region, credentials: CREDENTIALS };
    const { topicArn, queueUrl } = await provisionMessaging(aws);
    const sns = createSnsClient(aws);
    const sqs = createSqsClient(aws);
    const publisher = new SnsPublisher({ topicArn, client: sns });
    const sink = await SinkProcess.start({
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      BINNACLE_QUEUE_URL: queueUrl,
      DATABASE_URL: (dataSource!.options as { url: string }).url,
    });
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

function print(
  bytes: number,
  count: number,
  milliseconds: ReadonlyMap<Stage, readonly number[]>,
  delays: readonly { most: number; p99: number }[],
): void {
  const of = (stage: Stage): number => median(milliseconds.get(stage) ?? []);
  const drained = of("the sink, from a full queue");
  console.log(`\n${count.toLocaleString("en")} new snapshots of ${bytes} bytes\n`);
  printTable(
    ["", "records/s", "of the sink's time from a full queue"],
    STAGES.map((stage) => [
      stage,
      Math.round((count / of(stage)) * 1000).toLocaleString("en"),
      `${Math.round((of(stage) / drained) * 100)} %`,
    ]),
  );
  const [most, p99] = (["most", "p99"] as const).map((figure) => median(delays.map((delay) => delay[figure])));
  console.log(
    `\nThe sink's event loop was late by ${most!.toFixed(1)} ms at most, by ${p99!.toFixed(1)} ms at the 99th percentile.`,
  );
}
