import { epochMicros, nowTimestamp } from "@binnacle/contract";
import { ingestBatch, type CatalogStore, type OpenableMessage } from "@binnacle/ingest";
import { isDecodeFault, type DecodedMessage, type DecodeFault, type ReceivedMessage } from "@binnacle/messaging";
import type { Logger } from "@binnacle/platform";
import type { SinkMetrics } from "./sink-metrics.js";

export interface BatchHandlerOptions {
  decode: (message: ReceivedMessage) => Promise<DecodedMessage | DecodeFault>;
  store: CatalogStore;
  metrics: SinkMetrics;
  logger: Logger;
}

/** One batch of the queue: decoded, stored, counted. What it returns is committed and may be deleted. */
export class BatchHandler {
  constructor(private readonly options: BatchHandlerOptions) {}

  async handle(messages: readonly ReceivedMessage[]): Promise<readonly ReceivedMessage[]> {
    const { decode, store, metrics, logger } = this.options;
    const startedAt = performance.now();
    const decoded = await Promise.all(messages.map(decode));
    const report = await ingestBatch(decoded.map(openable), store);
    const seconds = (performance.now() - startedAt) / 1000;
    const bytes = decoded.reduce((sum, { text }) => sum + text.length, 0);
    metrics.observeBatch(report, { seconds, bytes, agesSeconds: decoded.map(ageSeconds) });
    for (const { code, source, path, detail, id } of report.rejections) {
      logger.warn({ code, source, path, detail, rejection: id }, "rejected a record");
    }
    const { records, transactions, outcomes } = report;
    logger.debug({ messages: messages.length, records, bytes, seconds, transactions, ...outcomes }, "stored a batch");
    return messages;
  }
}

function openable(message: DecodedMessage | DecodeFault): OpenableMessage {
  const { text, sentOn, receivedOn } = message;
  const fault = isDecodeFault(message) ? { code: message.code, detail: message.detail } : undefined;
  return { text, sentOn, receivedOn, fault };
}

/** From publishing to commit. */
function ageSeconds({ sentOn }: DecodedMessage): number {
  return Number(epochMicros(nowTimestamp()) - epochMicros(sentOn)) / 1e6;
}
