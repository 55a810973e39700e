import { TransactionSlots } from "@binnacle/ingest";
import { decodeMessage, PayloadStore, SqsConsumer } from "@binnacle/messaging";
import { Health, LOGGER, PlatformModule, type AppContext, type Logger } from "@binnacle/platform";
import { createDataSource, openDatabase, poolUse, PostgresCatalogStore } from "@binnacle/store";
import { Module, type DynamicModule } from "@nestjs/common";
import { BatchHandler } from "./batch-handler.js";
import { DatabaseGate } from "./database-gate.js";
import { MessageOpener } from "./opening/message-opener.js";
import { QueueWorker } from "./queue-worker.js";
import type { ReadingSettings } from "./reading-settings.js";
import { SinkEnvironment } from "./sink-environment.js";
import { SinkMetrics } from "./sink-metrics.js";
import { tracedStore } from "./tracing/traced-store.js";

/** While the database works on two, the third is planned. */
const TRANSACTIONS = 3;
/** The next batch begins while the last transactions of the one before are under way. */
const BATCHES = 2;
/** One for each transaction, one for each that makes a partition meanwhile, one that answers health checks. */
const POOL_SIZE = 2 * TRANSACTIONS + 1;

/** The composition root: what is built from what. */
@Module({})
export class SinkModule {
  static forApp(context: AppContext<SinkEnvironment>, readings: ReadingSettings): DynamicModule {
    return {
      module: SinkModule,
      imports: [PlatformModule.forApp(context)],
      providers: [
        SinkMetrics,
        {
          provide: QueueWorker,
          inject: [SinkEnvironment, LOGGER, Health, SinkMetrics],
          useFactory: (environment: SinkEnvironment, logger: Logger, health: Health, metrics: SinkMetrics) =>
            createWorker(environment, { logger, health, metrics, readings }),
        },
      ],
    };
  }
}

interface WorkerParts {
  logger: Logger;
  health: Health;
  metrics: SinkMetrics;
  readings: ReadingSettings;
}

async function createWorker(environment: SinkEnvironment, parts: WorkerParts): Promise<QueueWorker> {
  const { logger, health, metrics, readings } = parts;
  const { DATABASE_URL, BINNACLE_QUEUE_URL, BINNACLE_PAYLOAD_BUCKET } = environment;
  const dataSource = createDataSource({ url: DATABASE_URL, applicationName: "binnacle-sink", poolSize: POOL_SIZE });
  const gate = new DatabaseGate(openDatabase(dataSource), logger);
  const payloads = BINNACLE_PAYLOAD_BUCKET ? new PayloadStore({ bucket: BINNACLE_PAYLOAD_BUCKET }) : undefined;
  // Loading what speaks to S3 takes 40 to 56 ms, for which nothing else would get its turn.
  await payloads?.prepare();
  const opener = new MessageOpener();
  const handler = new BatchHandler({
    decode: (message) => decodeMessage(message, payloads),
    store: tracedStore(new PostgresCatalogStore(dataSource)),
    ingest: { open: (message) => opener.open(message), slots: new TransactionSlots(TRANSACTIONS), ...readings },
    metrics,
    logger,
  });
  const consumer = new SqsConsumer({
    queueUrl: BINNACLE_QUEUE_URL,
    handle: (messages) => handler.handle(messages),
    concurrency: BATCHES,
    canReceive: () => gate.open(),
    listener: metrics.listener,
    logger,
  });
  health.addReadinessCheck("database", () => gate.check());
  metrics.watchQueues(consumer);
  metrics.watchDatabase(() => poolUse(dataSource));
  return new QueueWorker(consumer, async () => {
    await opener.close();
    await payloads?.close();
    if (dataSource.isInitialized) await dataSource.destroy();
  });
}
