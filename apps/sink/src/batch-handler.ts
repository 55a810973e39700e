import { epochMicros, nowTimestamp, type Timestamp } from "@binnacle/contract";
import {
  ingestBatch,
  parseReceiptRequest,
  RECEIPT_ATTRIBUTE,
  REDRIVE_ATTRIBUTE,
  type CatalogStore,
  type IngestOptions,
  type OpenableMessage,
} from "@binnacle/ingest";
import { isDecodeFault, type DecodedMessage, type DecodeFault, type ReceivedMessage } from "@binnacle/messaging";
import type { Logger } from "@binnacle/platform";
import type { SinkMetrics } from "./sink-metrics.js";
import { BatchTrace } from "./tracing/batch-trace.js";

export interface BatchHandlerOptions {
  decode: (message: ReceivedMessage) => Promise<DecodedMessage | DecodeFault>;
  store: CatalogStore;
  /** How messages are opened, and where transactions queue. */
  ingest?: IngestOptions;
  metrics: Pick<SinkMetrics, "observeBatch">;
  logger: Logger;
}

/** One batch of the queue: decoded, stored, counted. What it returns is committed and may be deleted. */
export class BatchHandler {
  constructor(private readonly options: BatchHandlerOptions) {}

  handle(messages: readonly ReceivedMessage[]): Promise<readonly ReceivedMessage[]> {
    return BatchTrace.of(messages, (batchTrace) => this.store(messages, batchTrace));
  }

  private async store(
    messages: readonly ReceivedMessage[],
    batchTrace: Pick<BatchTrace, "opened">,
  ): Promise<readonly ReceivedMessage[]> {
    const { decode, store, ingest, metrics, logger } = this.options;
    const startedAt = performance.now();
    const publishedOn: Timestamp[] = [];
    let bytes = 0;
    // One after the other: each may be 16 MiB, whatever it says of itself.
    async function* decoded(): AsyncGenerator<OpenableMessage> {
      for (const received of messages) {
        const message = await decode(received);
        batchTrace.opened(message.attributes);
        publishedOn.push(message.sentOn);
        bytes += message.text.length;
        yield openable(message);
      }
    }
    const report = await ingestBatch(decoded(), store, ingest);
    const seconds = (performance.now() - startedAt) / 1000;
    metrics.observeBatch(report, { seconds, bytes, agesSeconds: publishedOn.map(ageSeconds) });
    for (const { code, source, path, detail, id } of report.rejections) {
      logger.warn({ code, source, path, detail, rejection: id }, "rejected a record");
    }
    const { records, transactions, outcomes } = report;
    logger.debug({ messages: messages.length, records, bytes, seconds, transactions, ...outcomes }, "stored a batch");
    return messages;
  }
}

function openable(message: DecodedMessage | DecodeFault): OpenableMessage {
  const { text, body, sentOn, receivedOn, attributes } = message;
  const rejectionId = attributes[REDRIVE_ATTRIBUTE];
  const opened = {
    text,
    sentOn,
    receivedOn,
    receipt: parseReceiptRequest(attributes[RECEIPT_ATTRIBUTE] ?? ""),
    redrive: rejectionId ? { rejectionId, body } : undefined,
  };
  if (!isDecodeFault(message)) return opened;
  const { code, detail } = message;
  return { ...opened, fault: { code, detail }, contentEncoding: attributes["Content-Encoding"] };
}

/** From publishing to commit. */
function ageSeconds(sentOn: Timestamp): number {
  return Number(epochMicros(nowTimestamp()) - epochMicros(sentOn)) / 1e6;
}
