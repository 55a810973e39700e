import { deliverRecords, type Logger, type Publisher } from "@binnacle/collector";
import { ConfigurationError } from "@binnacle/errors";
import type { BeforeApplicationShutdown } from "@nestjs/common";
import type { ReceiverMetrics } from "./receiver-metrics.js";
import type { Receiver, ReceiverContext } from "./receiver.js";

/** Those who send webhooks wait some 15 s for an answer. */
const CONFIRM_MS = 12_000;

export interface NamedReceiver {
  name: string;
  /** Where it stands in the configuration, for faults. */
  where: string;
  receiver: Receiver;
}

export interface ReceiversOptions {
  publisher: Publisher;
  logger: Logger;
  metrics: ReceiverMetrics;
}

/** Runs receivers from the start of the process until it stops, before the publisher is closed. */
export class Receivers implements BeforeApplicationShutdown {
  private readonly started: Receiver[] = [];

  constructor(private readonly options: ReceiversOptions) {}

  /** @throws ConfigurationError with the place of the first that cannot start; those before it go on */
  async start(receivers: readonly NamedReceiver[]): Promise<void> {
    for (const { name, where, receiver } of receivers) {
      this.started.push(receiver);
      try {
        await receiver.start(this.contextOf(name));
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        throw new ConfigurationError(
          error.faults.map((fault) => `${where}: ${fault}`),
          { cause: error },
        );
      }
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.started.splice(0).map((receiver) => receiver.stop()));
  }

  private contextOf(source: string): ReceiverContext {
    const { publisher, logger, metrics } = this.options;
    const own = withSource(logger, source);
    return {
      source,
      logger: own,
      deliver: async (records) => {
        const { published, refused } = await deliverRecords(records, {
          publisher,
          source,
          timeoutMs: CONFIRM_MS,
        });
        metrics.published(source, published);
        metrics.refused(source, refused.length);
        for (const { code, path, detail, record } of refused) {
          own.warn({ code, path, detail, record }, "a record cannot be published");
        }
      },
      received: (outcome) => metrics.received(source, outcome),
      unassigned: () => metrics.unassigned(source),
    };
  }
}

function withSource(logger: Logger, source: string): Logger {
  return {
    debug: (fields, message) => logger.debug({ source, ...fields }, message),
    info: (fields, message) => logger.info({ source, ...fields }, message),
    warn: (fields, message) => logger.warn({ source, ...fields }, message),
    error: (fields, message) => logger.error({ source, ...fields }, message),
  };
}
