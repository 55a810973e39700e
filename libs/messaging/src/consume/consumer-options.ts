import type { SQSClient } from "@aws-sdk/client-sqs";
import { ConfigurationError } from "@binnacle/errors";
import type { MessagingLogger } from "../aws/logger.js";
import type { ConsumerListener } from "./consumer-listener.js";
import type { BatchLimits } from "./message-buffer.js";
import type { ReceivedMessage } from "./received-message.js";

/**
 * Handles a batch and returns those of its messages that may be deleted; the others come again. A `TransientError`
 * says that nothing is wrong with the messages: the batch is held and handed over again. `signal` aborts when the
 * time to stop is up.
 */
export type BatchHandler = (
  messages: readonly ReceivedMessage[],
  signal: AbortSignal,
) => Promise<Iterable<ReceivedMessage>>;

export interface SqsConsumerOptions {
  queueUrl: string;
  handle: BatchHandler;
  /** Default: `createSqsClient()`. One that is handed in stays open on `stop()`. */
  client?: SQSClient;
  /** What a batch holds at most (100 messages, 2 MiB). As much is received ahead. */
  limits?: Partial<BatchLimits>;
  /** For how long messages are hidden from other consumers, and so how long after a crash they come again (30). */
  visibilityTimeoutSeconds?: number;
  /** How often what is held is hidden anew (a quarter of the visibility timeout). */
  heartbeatSeconds?: number;
  /** How long SQS waits for a first message, 0 to 20 (2). Stopping takes as long. */
  waitTimeSeconds?: number;
  /** Receives at a time (1). */
  pollers?: number;
  /** Batches handled side by side while full ones wait (1); one that is not full, or stands alone, has no other beside it. */
  concurrency?: number;
  /** Resolves when messages may be received; asked before every receive. A rejection means: not yet. */
  canReceive?: (signal: AbortSignal) => Promise<void>;
  listener?: ConsumerListener;
  logger?: MessagingLogger;
}

/** The options with their defaults. */
export interface ConsumerSettings {
  limits: BatchLimits;
  visibilityTimeoutSeconds: number;
  heartbeatSeconds: number;
  waitTimeSeconds: number;
  pollers: number;
  concurrency: number;
  canReceive: ((signal: AbortSignal) => Promise<void>) | undefined;
}

/** A batch of 1,000 readings or 2 MiB is where the store gains nothing more by larger ones. */
export const DEFAULT_LIMITS: BatchLimits = { messages: 100, bytes: 2 * 1024 * 1024 };

/**
 * A poll cannot be called off: SQS may answer it when its caller is gone, and hide a message for nobody. So stopping
 * waits for the last one, which therefore is short; it also takes few messages of an outage that begins meanwhile.
 * Idle, a poller costs half a dollar a month at that.
 */
const DEFAULT_WAIT_SECONDS = 2;

/** @throws ConfigurationError an option is out of its range */
export function consumerSettings(options: SqsConsumerOptions): ConsumerSettings {
  const visibilityTimeoutSeconds = options.visibilityTimeoutSeconds ?? 30;
  const settings: ConsumerSettings = {
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    visibilityTimeoutSeconds,
    heartbeatSeconds: options.heartbeatSeconds ?? visibilityTimeoutSeconds / 4,
    waitTimeSeconds: options.waitTimeSeconds ?? DEFAULT_WAIT_SECONDS,
    pollers: options.pollers ?? 1,
    concurrency: options.concurrency ?? 1,
    canReceive: options.canReceive,
  };
  const faults = [...faultsOf(settings)];
  if (faults.length > 0) {
    throw new ConfigurationError(faults);
  }
  return settings;
}

function* faultsOf(settings: ConsumerSettings): Iterable<string> {
  const { limits, visibilityTimeoutSeconds: visibility, heartbeatSeconds, waitTimeSeconds } = settings;
  if (!(Number.isInteger(visibility) && visibility >= 1 && visibility <= 43_200)) {
    yield `visibilityTimeoutSeconds must be an integer from 1 to 43200, not ${visibility}`;
  }
  if (!(heartbeatSeconds > 0 && heartbeatSeconds < visibility)) {
    yield `heartbeatSeconds must be less than visibilityTimeoutSeconds, ${visibility}, not ${heartbeatSeconds}`;
  }
  if (!(Number.isInteger(waitTimeSeconds) && waitTimeSeconds >= 0 && waitTimeSeconds <= 20)) {
    yield `waitTimeSeconds must be an integer from 0 to 20, not ${waitTimeSeconds}`;
  }
  for (const name of ["pollers", "concurrency"] as const) {
    if (!(Number.isInteger(settings[name]) && settings[name] >= 1)) {
      yield `${name} must be an integer from 1, not ${settings[name]}`;
    }
  }
  if (!(Number.isInteger(limits.messages) && limits.messages >= 1 && limits.bytes >= 1)) {
    yield `limits must be at least one message and one byte, not ${limits.messages} and ${limits.bytes}`;
  }
}
