import { backoffDelay, sleepUnlessAborted } from "../aws/backoff.js";
import { untilAborted } from "../aws/until-aborted.js";
import type { StopSignals } from "./batch-worker.js";
import type { ConsumerListener } from "./consumer-listener.js";
import type { ConsumerSettings } from "./consumer-options.js";
import type { Doorbell } from "./doorbell.js";
import type { MessageBuffer } from "./message-buffer.js";
import type { QueueError } from "./queue-error.js";
import type { ReceivedMessage } from "./received-message.js";
import { MAX_BATCH_ENTRIES, type SqsQueue } from "./sqs-queue.js";

const FAILURE_BACKOFF = { baseMs: 1_000, capMs: 30_000 };
const GATE_BACKOFF = { baseMs: 500, capMs: 5_000 };
/** Characters of an answer: the SDK parses it in one go, a million in some 5 ms. */
const ANSWER_SIZE = 1024 * 1024;

/** Fills the buffer from the queue, while there is room in it and the gate is open. */
export class MessageReceiver {
  /** Pollers whose last receive was a full one: more is to be expected at once. */
  private expecting = 0;
  /** What is asked for: ten, but fewer where those that came last are large. */
  private entries = MAX_BATCH_ENTRIES;
  private failure: { code: string; since: number; attempts: number } | undefined;

  constructor(
    private readonly queue: SqsQueue,
    private readonly buffer: MessageBuffer,
    private readonly doorbell: Doorbell,
    private readonly settings: ConsumerSettings,
    private readonly listener: ConsumerListener,
    private readonly onReceived: (messages: ReceivedMessage[]) => void,
  ) {}

  /** Whether more messages are about to come, so that a batch which is not full yet is worth a moment. */
  get isCollecting(): boolean {
    return this.expecting > 0;
  }

  /**
   * Receives until `stopping` aborts, and then ends the receives under way: cut off, one may leave messages hidden
   * that nobody has. `aborting` does so.
   */
  async run(signals: StopSignals): Promise<void> {
    const { pollers } = this.settings;
    await Promise.all(Array.from({ length: pollers }, () => this.poll(signals)));
  }

  private async poll({ stopping, aborting }: StopSignals): Promise<void> {
    let isFollowUp = false;
    let closedFor = 0;
    while (!stopping.aborted) {
      if (this.buffer.isFull) {
        await this.doorbell.wait();
        continue;
      }
      const isOpen = await this.isGateOpen(stopping);
      const { entries } = this;
      const received: number | undefined = isOpen ? await this.receive(entries, isFollowUp, aborting) : 0;
      this.expecting -= isFollowUp ? 1 : 0;
      isFollowUp = received === entries;
      this.expecting += isFollowUp ? 1 : 0;
      this.doorbell.ring();

      closedFor = isOpen ? 0 : closedFor + 1;
      if (!isOpen) {
        await sleepUnlessAborted(backoffDelay(closedFor - 1, GATE_BACKOFF), stopping);
      } else if (received === undefined) {
        await sleepUnlessAborted(backoffDelay((this.failure?.attempts ?? 1) - 1, FAILURE_BACKOFF), stopping);
      }
    }
  }

  private async isGateOpen(stopping: AbortSignal): Promise<boolean> {
    const { canReceive } = this.settings;
    if (!canReceive) {
      return true;
    }
    const opened = canReceive(stopping).then(() => true);
    return (await untilAborted(opened, stopping)) ?? false;
  }

  /** The number of messages that came; `undefined`: receiving failed. */
  private async receive(maxMessages: number, isFollowUp: boolean, signal: AbortSignal): Promise<number | undefined> {
    let messages: ReceivedMessage[];
    try {
      messages = await this.queue.receive({
        maxMessages,
        waitSeconds: isFollowUp ? 0 : this.settings.waitTimeSeconds,
        visibilitySeconds: this.settings.visibilityTimeoutSeconds,
        signal,
      });
    } catch (error) {
      if (!signal.aborted) {
        this.onFailure(error as QueueError);
      }
      return undefined;
    }
    this.onSuccess();
    if (messages.length > 0) this.entries = entriesFor(messages);
    this.onReceived(messages);
    return messages.length;
  }

  private onSuccess(): void {
    if (this.failure) {
      const failedForMs = performance.now() - this.failure.since;
      this.failure = undefined;
      this.listener.onReconnected?.({ queueUrl: this.queue.url, failedForMs });
    }
  }

  private onFailure(error: QueueError): void {
    if (this.failure?.code !== error.code) {
      this.listener.onDisconnected?.({ queueUrl: this.queue.url, error });
    }
    const { since = performance.now(), attempts = 0 } = this.failure ?? {};
    this.failure = { code: error.code, since, attempts: attempts + 1 };
  }
}

/** How many messages like these make an answer that is parsed quickly. */
function entriesFor(messages: readonly ReceivedMessage[]): number {
  const size = messages.reduce((sum, { body }) => sum + body.length, 0) / messages.length;
  return Math.min(MAX_BATCH_ENTRIES, Math.max(1, Math.floor(ANSWER_SIZE / size)));
}
