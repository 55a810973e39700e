import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { BinnacleError } from "@binnacle/errors";
import { createSqsClient } from "../aws/aws-clients.js";
import { SILENT_LOGGER } from "../aws/logger.js";
import { BatchWorker, type StopSignals } from "./batch-worker.js";
import { combineListeners } from "./consumer-listener.js";
import { consumerSettings, type SqsConsumerOptions } from "./consumer-options.js";
import { Doorbell } from "./doorbell.js";
import { HeldMessages } from "./held-messages.js";
import { loggingListener } from "./logging-listener.js";
import { MessageBuffer } from "./message-buffer.js";
import { MessageReceiver } from "./message-receiver.js";
import type { ReceivedMessage } from "./received-message.js";
import { SqsQueue, type QueueDepth } from "./sqs-queue.js";

/** How long a batch that is not full waits for receives under way which may fill it. */
const MAX_COLLECT_MS = 1_000;
/** How long a handler that was told to abort may take to do so. */
const ABORT_GRACE_MS = 1_000;

/**
 * Reads a queue in batches. A lone message is handed over at once; a full queue is collected over several receives, and
 * while batches are being handled the next one is received. What is held stays hidden from others; only what the handler
 * accepts is deleted.
 */
export class SqsConsumer {
  private readonly queue: SqsQueue;
  private readonly ownClient: SQSClient | undefined;
  private readonly buffer: MessageBuffer;
  private readonly held: HeldMessages;
  private readonly receiver: MessageReceiver;
  private readonly worker: BatchWorker;
  private readonly doorbell = new Doorbell();
  private readonly concurrency: number;
  private readonly stopping = new AbortController();
  private readonly aborting = new AbortController();
  private receiving: Promise<void> | undefined;
  private working: Promise<void> | undefined;
  private readonly atWork = new Set<Promise<void>>();
  private isAloneAtWork = false;
  private stopped: Promise<void> | undefined;

  /** @throws ConfigurationError an option is out of its range */
  constructor(options: SqsConsumerOptions) {
    const settings = consumerSettings(options);
    const listener = combineListeners(loggingListener(options.logger ?? SILENT_LOGGER), options.listener ?? {});
    this.ownClient = options.client ? undefined : createSqsClient();
    this.queue = new SqsQueue(options.client ?? (this.ownClient as SQSClient), options.queueUrl);
    this.concurrency = settings.concurrency;
    this.buffer = new MessageBuffer(settings.limits);
    this.held = new HeldMessages(this.queue, listener, {
      visibilitySeconds: settings.visibilityTimeoutSeconds,
      heartbeatSeconds: settings.heartbeatSeconds,
    });
    this.receiver = new MessageReceiver(this.queue, this.buffer, this.doorbell, settings, listener, (messages) => {
      this.held.add(messages);
      this.buffer.add(messages);
    });
    this.worker = new BatchWorker(options.queueUrl, options.handle, this.held, listener);
    // Every call and sleep under way listens to them.
    setMaxListeners(0, this.stopping.signal, this.aborting.signal);
  }

  /** Begins to read. A consumer is started once. */
  start(): void {
    if (this.working || this.stopped) {
      throw new BinnacleError("ALREADY_STARTED", "a consumer is started once");
    }
    this.held.startHeartbeat();
    const signals = { stopping: this.stopping.signal, aborting: this.aborting.signal };
    this.receiving = this.receiver.run(signals);
    this.working = this.workOff(signals);
  }

  /**
   * Receives no more, gives back what waits, finishes the batch under way and deletes its messages. After `timeoutMs`
   * (10,000) the handler's signal and calls under way abort, and within a second everything is given back.
   */
  stop({ timeoutMs = 10_000 }: { timeoutMs?: number } = {}): Promise<void> {
    return (this.stopped ??= this.shutDown(timeoutMs));
  }

  /** @throws QueueError */
  queueDepth(): Promise<QueueDepth> {
    return this.queue.depth();
  }

  /**
   * Of the queue to which SQS moves what was received too often; `undefined` without one.
   * @throws QueueError
   */
  deadLetterQueueDepth(): Promise<QueueDepth | undefined> {
    return this.queue.deadLetterDepth();
  }

  private async workOff(signals: StopSignals): Promise<void> {
    for (let batch = await this.nextBatch(); batch; batch = await this.nextBatch()) {
      const work = this.worker.work(batch, signals).finally(() => {
        this.atWork.delete(work);
        this.doorbell.ring();
      });
      this.atWork.add(work);
    }
    await Promise.all(this.atWork);
    await this.held.deleted();
  }

  private get mayTake(): boolean {
    if (this.atWork.size === 0) return this.buffer.size > 0;
    const hasRoom = this.atWork.size < this.concurrency && !this.isAloneAtWork;
    return hasRoom && this.buffer.isFull && !this.buffer.nextStandsAlone;
  }

  /** `undefined`: the consumer stops. */
  private async nextBatch(): Promise<ReceivedMessage[] | undefined> {
    let collectUntil: number | undefined;
    while (!this.stopping.signal.aborted) {
      const isWorthWaiting = this.receiver.isCollecting && !this.buffer.isFull;
      const now = performance.now();
      if (this.mayTake) {
        collectUntil ??= now + MAX_COLLECT_MS;
        if (!isWorthWaiting || now >= collectUntil) {
          this.isAloneAtWork = this.buffer.nextStandsAlone;
          const batch = this.buffer.take();
          this.doorbell.ring();
          return batch;
        }
      }
      await this.doorbell.wait(collectUntil && collectUntil - now);
    }
    return undefined;
  }

  /** Gives back what waits; not before the last receive has ended, or it would take it again. */
  private async receiveLast(): Promise<void> {
    await this.receiving;
    await this.held.giveBack(this.buffer.clear());
  }

  private async shutDown(timeoutMs: number): Promise<void> {
    this.stopping.abort();
    this.doorbell.ring();
    const ended = Promise.all([this.working, this.receiveLast()]).then(() => true);
    if (!(await within(timeoutMs, ended))) {
      this.aborting.abort();
      await within(ABORT_GRACE_MS, ended);
    }
    this.held.stopHeartbeat();
    await within(ABORT_GRACE_MS, this.held.giveBackAll());
    this.ownClient?.destroy();
  }
}

/** What the promise gives, or `undefined` when the time is up. */
async function within<T>(millis: number, promise: Promise<T>): Promise<T | undefined> {
  const timer = new AbortController();
  const timeout = sleep(millis, undefined, { signal: timer.signal }).catch(() => undefined);
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    timer.abort();
  }
}
