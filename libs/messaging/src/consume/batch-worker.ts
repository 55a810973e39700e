import { TransientError } from "@binnacle/errors";
import { backoffDelay, sleepUnlessAborted } from "../aws/backoff.js";
import type { ConsumerListener } from "./consumer-listener.js";
import type { BatchHandler } from "./consumer-options.js";
import type { HeldMessages } from "./held-messages.js";
import type { ReceivedMessage } from "./received-message.js";

const HOLD_BACKOFF = { baseMs: 250, capMs: 5_000 };

export interface StopSignals {
  /** No new work. */
  stopping: AbortSignal;
  /** Time is up: what is being done shall be cut off. */
  aborting: AbortSignal;
}

/** Has batches handled, and does with their messages what the outcome asks for. */
export class BatchWorker {
  constructor(
    private readonly queueUrl: string,
    private readonly handle: BatchHandler,
    private readonly held: HeldMessages,
    private readonly listener: ConsumerListener,
  ) {}

  async work(batch: readonly ReceivedMessage[], signals: StopSignals): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const start = performance.now();
      let accepted: ReadonlySet<ReceivedMessage>;
      try {
        accepted = new Set(await this.handle(batch, signals.aborting));
      } catch (error) {
        const mayRetry = await this.onError(batch, { error, attempt, durationMs: performance.now() - start }, signals);
        if (mayRetry) {
          continue;
        }
        return;
      }
      await this.settle(batch, accepted, performance.now() - start, signals.aborting);
      return;
    }
  }

  /** Whether the batch is still held, and it is time to handle it again. */
  private async onError(
    batch: readonly ReceivedMessage[],
    { error, attempt, durationMs }: { error: unknown; attempt: number; durationMs: number },
    { stopping, aborting }: StopSignals,
  ): Promise<boolean> {
    const event = { queueUrl: this.queueUrl, messages: batch.length, error };
    if (error instanceof TransientError && !stopping.aborted) {
      const retryInMs = backoffDelay(attempt - 1, HOLD_BACKOFF);
      this.listener.onHeld?.({ ...event, attempt, retryInMs });
      await sleepUnlessAborted(retryInMs, stopping);
      if (!stopping.aborted) {
        return true;
      }
    } else if (!(error instanceof TransientError) && !aborting.aborted) {
      this.listener.onFailed?.({ ...event, durationMs });
      await this.held.postpone(batch);
      return false;
    }
    await this.held.giveBack(batch);
    return false;
  }

  private async settle(
    batch: readonly ReceivedMessage[],
    accepted: ReadonlySet<ReceivedMessage>,
    durationMs: number,
    aborting: AbortSignal,
  ): Promise<void> {
    const done = batch.filter((message) => accepted.has(message));
    const left = batch.filter((message) => !accepted.has(message));
    this.listener.onHandled?.({ queueUrl: this.queueUrl, messages: batch.length, accepted: done.length, durationMs });
    await this.held.postpone(left);
    await this.held.delete(done, aborting);
  }
}
