import type { SNSClient } from "@aws-sdk/client-sns";
import type { Publisher, PublishSession } from "@binnacle/collector";
import {
  ANONYMOUS_SOURCE,
  isValidSource,
  MAX_MESSAGE_BYTES,
  MAX_MESSAGE_RECORDS,
  nowTimestamp,
  type Timestamp,
} from "@binnacle/contract";
import { BinnacleError, ConfigurationError, ContractError, TransientError } from "@binnacle/errors";
import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { createSnsClient } from "../aws/aws-clients.js";
import { describeFailure, type AwsFailure } from "../aws/aws-failure.js";
import { SILENT_LOGGER, type MessagingLogger } from "../aws/logger.js";
import { retryForTime } from "../aws/retry.js";
import type { PayloadStore } from "../payload/payload-store.js";
import { BatchSender } from "./batch-sender.js";
import { ByteBudget } from "./byte-budget.js";
import { encodedMessage, encodeMessage } from "./encode-message.js";
import type { Drainable, MessageRoute, SendOutcome } from "./message-route.js";
import type { OutboundMessage } from "./outbound-message.js";
import { SnsPublishSession, type AttributesOf } from "./sns-publish-session.js";

const TRACER = trace.getTracer("@binnacle/messaging");

export interface SnsPublisherOptions {
  topicArn: string;
  /** Default: `createSnsClient()`. One that is handed in stays open on `close()`. */
  client?: SNSClient;
  /** Takes payloads that fit SNS in no other way; without it they fail with `TOO_LARGE`. */
  payloads?: PayloadStore;
  /** Records of a message (500). */
  packRecords?: number;
  /** UTF-8 bytes of a message's text (200 KiB). */
  packBytes?: number;
  /** How long a message that is not full waits for more records (50 ms). */
  lingerMs?: number;
  /** Bytes of records that may wait for SNS before `publish()` makes its caller wait (4 MiB). */
  maxBufferedBytes?: number;
  /** `PublishBatch` calls at a time (4). */
  concurrency?: number;
  /** How long a message is tried again before its records are reported as failed (30 s). */
  retryForMs?: number;
  now?: () => Timestamp;
  logger?: MessagingLogger;
}

/**
 * A message is what is delivered again, isolated and dead-lettered as one, and what the sink cuts its batches by
 * (about 1,000 readings or 2 MiB): with 500 records and 200 KiB a few make a batch and one does no great harm. Larger
 * ones gain nothing, since SNS bills by 64 KB and a call holds 256 KiB.
 */
const DEFAULTS = {
  packRecords: 500,
  packBytes: 200 * 1024,
  lingerMs: 50,
  maxBufferedBytes: 4 * 1024 * 1024,
  concurrency: 4,
  retryForMs: 30_000,
};

const PAYLOAD_BACKOFF = { baseMs: 200, capMs: 5_000 };

/**
 * Publishes records to an SNS topic, within the limits of AWS and of the contract. The sessions share calls and
 * buffer.
 */
export class SnsPublisher implements Publisher {
  private readonly options: SnsPublisherOptions & typeof DEFAULTS;
  private readonly ownClient: SNSClient | undefined;
  private readonly sender: BatchSender;
  private readonly route: MessageRoute;
  private readonly active = new Set<Drainable>();
  private readonly logger: MessagingLogger;
  private isClosed = false;

  /** @throws ConfigurationError an option is out of its range */
  constructor(options: SnsPublisherOptions) {
    this.options = { ...DEFAULTS, ...options };
    checkOptions(this.options);
    this.logger = options.logger ?? SILENT_LOGGER;
    this.ownClient = options.client ? undefined : createSnsClient();
    this.sender = new BatchSender({ ...this.options, client: options.client ?? (this.ownClient as SNSClient) });
    this.route = {
      budget: new ByteBudget(this.options.maxBufferedBytes),
      now: options.now ?? nowTimestamp,
      enter: (session) => this.enter(session),
      leave: (session) => this.active.delete(session),
      send: (text, attributes) => this.send(text, attributes),
    };
  }

  /** @throws ContractError `INVALID_SOURCE` no message may name this source */
  open(source: string, { attributesOf }: { attributesOf?: AttributesOf } = {}): PublishSession {
    if (!isValidSource(source)) {
      throw new ContractError("INVALID_SOURCE", `"${source}" is not 1 to 128 of A-Z a-z 0-9 . _ : / -`);
    }
    const { packRecords, packBytes, lingerMs } = this.options;
    return new SnsPublishSession(this.route, {
      source: source === ANONYMOUS_SOURCE ? undefined : source,
      pack: { records: packRecords, bytes: packBytes },
      lingerMs,
      attributesOf,
    });
  }

  /**
   * Publishes a message whose text is already there (a redrive); `sentOn` among the attributes keeps its records'
   * original time. One with a `contentEncoding` is encoded already and goes as it is.
   * @throws BinnacleError `TOO_LARGE`, or SNS's code if it refuses the message
   * @throws TransientError SNS does not answer, or is too busy
   */
  async publishMessage(
    text: string,
    attributes: Record<string, string> = {},
    { contentEncoding }: { contentEncoding?: string | undefined } = {},
  ): Promise<void> {
    this.checkOpen();
    const { failure } = contentEncoding
      ? await this.inSpan(() => this.sendEncoded(encodedMessage(text, attributes, contentEncoding)))
      : await this.send(text, attributes);
    if (failure?.isRetryable) {
      throw new TransientError(`SNS did not take the message: ${failure.code} ${failure.detail}`);
    }
    if (failure) {
      throw new BinnacleError(failure.code, failure.detail);
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.active].map((session) => session.drain()));
    this.ownClient?.destroy();
  }

  private enter(session: Drainable): void {
    this.checkOpen();
    this.active.add(session);
  }

  private checkOpen(): void {
    if (this.isClosed) {
      throw new BinnacleError("CLOSED", "the publisher is closed");
    }
  }

  private send(text: string, attributes: Record<string, string>): Promise<SendOutcome> {
    return this.inSpan(() => this.encodeAndSend(text, attributes));
  }

  /** From here until SNS has confirmed the message, which carries the span on to the sink. */
  private inSpan(send: () => Promise<SendOutcome>): Promise<SendOutcome> {
    const topic = this.options.topicArn.split(":").at(-1);
    const attributes = {
      "messaging.system": "aws.sns",
      "messaging.operation.type": "send",
      "messaging.destination.name": topic,
    };
    return TRACER.startActiveSpan(`send ${topic}`, { kind: SpanKind.PRODUCER, attributes }, async (span) => {
      try {
        const outcome = await send();
        span.setAttribute("messaging.message.body.size", outcome.bytes);
        if (outcome.failure) span.setStatus({ code: SpanStatusCode.ERROR, message: outcome.failure.code });
        return outcome;
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as BinnacleError).code });
        throw error;
      } finally {
        span.end();
      }
    });
  }

  private async encodeAndSend(text: string, attributes: Record<string, string>): Promise<SendOutcome> {
    const { payloads, retryForMs } = this.options;
    const storePayload =
      payloads && ((payload: string) => retryForTime(() => payloads.put(payload), retryForMs, PAYLOAD_BACKOFF));
    let message: OutboundMessage;
    try {
      message = await encodeMessage(text, attributes, storePayload);
    } catch (error) {
      if (error instanceof BinnacleError) {
        throw error;
      }
      return this.onFailure(describeFailure(error));
    }
    return this.sendEncoded(message);
  }

  private async sendEncoded(message: OutboundMessage): Promise<SendOutcome> {
    const failure = await this.sender.send(message);
    return failure ? this.onFailure(failure) : { failure, bytes: Buffer.byteLength(message.body) };
  }

  private onFailure(failure: AwsFailure): SendOutcome {
    const { topicArn } = this.options;
    this.logger.error({ topicArn, code: failure.code, detail: failure.detail }, "a message was not published");
    return { failure, bytes: 0 };
  }
}

function checkOptions({ packRecords, packBytes, concurrency }: typeof DEFAULTS): void {
  const faults: string[] = [];
  if (!(packRecords >= 1 && packRecords <= MAX_MESSAGE_RECORDS)) {
    faults.push(`packRecords must be 1 to ${MAX_MESSAGE_RECORDS}, not ${packRecords}`);
  }
  if (!(packBytes >= 1 && packBytes <= MAX_MESSAGE_BYTES)) {
    faults.push(`packBytes must be 1 to ${MAX_MESSAGE_BYTES}, not ${packBytes}`);
  }
  if (!(concurrency >= 1)) {
    faults.push(`concurrency must be at least 1, not ${concurrency}`);
  }
  if (faults.length > 0) {
    throw new ConfigurationError(faults);
  }
}
