import { TransientError } from "@binnacle/errors";
import type { IngestOptions } from "@binnacle/ingest";
import { decodeMessage, PayloadStore } from "@binnacle/messaging";
import { createLogger } from "@binnacle/platform";
import { createDataSource, openDatabase, PostgresCatalogStore } from "@binnacle/store";
import { BatchHandler } from "../batch-handler.js";
import { DatabaseGate } from "../database-gate.js";
import { InvocationWorker } from "./invocation-worker.js";
import type { LambdaEnvironment } from "./lambda-environment.js";
import {
  isSqsEvent,
  messagesOfQueue,
  messagesOfTopic,
  type SnsEvent,
  type SqsBatchResponse,
  type SqsEvent,
} from "./lambda-event.js";

/** One invocation at a time has one transaction; a second connection makes partitions. */
const POOL_SIZE = 2;

export interface LambdaHandler {
  /**
   * Stores the messages of an event. Those of a queue that have to come again are answered; for a topic, which has no such
   * answer, the whole event fails.
   * @throws TransientError an event of SNS could not be stored
   * @throws ContractError `UNKNOWN_EVENT`
   */
  handle(event: SqsEvent | SnsEvent): Promise<SqsBatchResponse | undefined>;
  close(): Promise<void>;
}

/** The sink's core behind Lambda. Nothing is connected before the first event; connections serve the next ones, too. */
export function createHandler(
  environment: LambdaEnvironment,
  ingest: Pick<IngestOptions, "keepHistory" | "retention"> = {},
): LambdaHandler {
  const { DATABASE_URL, BINNACLE_PAYLOAD_BUCKET, LOG_LEVEL } = environment;
  const logger = createLogger({ name: "sink-lambda", level: LOG_LEVEL });
  const dataSource = createDataSource({ url: DATABASE_URL, applicationName: "binnacle-sink", poolSize: POOL_SIZE });
  const gate = new DatabaseGate(openDatabase(dataSource), logger);
  const payloads = BINNACLE_PAYLOAD_BUCKET ? new PayloadStore({ bucket: BINNACLE_PAYLOAD_BUCKET }) : undefined;
  const handler = new BatchHandler({
    decode: (message) => decodeMessage(message, payloads),
    store: new PostgresCatalogStore(dataSource),
    ingest,
    // Nobody scrapes a function: the ledger goes to its log.
    metrics: {
      observeBatch: ({ ledger }, { seconds, bytes, agesSeconds }) =>
        logger.info({ ledger, seconds, bytes, oldestSeconds: Math.max(0, ...agesSeconds) }, "stored a batch"),
    },
    logger,
  });
  const worker = new InvocationWorker(handler, gate, logger);
  return {
    async handle(event) {
      if (isSqsEvent(event)) {
        const failed = await worker.work(messagesOfQueue(event));
        return { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) };
      }
      const failed = await worker.work(messagesOfTopic(event));
      if (failed.length > 0) {
        throw new TransientError(`${failed.length} of ${event.Records.length} messages were not stored`);
      }
      return undefined;
    },
    async close() {
      await payloads?.close();
      if (dataSource.isInitialized) await dataSource.destroy();
    },
  };
}
