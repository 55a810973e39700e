import type { ReceivedMessage } from "./received-message.js";
import type { MessageFailure, SqsQueue } from "./sqs-queue.js";

export interface VisibilityOptions {
  visibilitySeconds: number;
  heartbeatSeconds: number;
  onFailure(failures: MessageFailure[]): void;
}

/** Keeps messages hidden from other consumers for as long as they are held here. */
export class VisibilityKeeper {
  private readonly messages = new Set<ReceivedMessage>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly queue: SqsQueue,
    private readonly options: VisibilityOptions,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.extend(), this.options.heartbeatSeconds * 1_000);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  hold(messages: readonly ReceivedMessage[]): void {
    for (const message of messages) {
      this.messages.add(message);
    }
  }

  letGo(messages: readonly ReceivedMessage[]): void {
    for (const message of messages) {
      this.messages.delete(message);
    }
  }

  /** Everything that is held. */
  get held(): ReceivedMessage[] {
    return [...this.messages];
  }

  private async extend(): Promise<void> {
    const all = await this.queue.changeVisibility(this.held, this.options.visibilitySeconds);
    // What was let go meanwhile was deleted: no wonder that it could not be hidden.
    const failures = all.filter(({ message }) => this.messages.has(message));
    // Refused for good: the message is visible again (SQS hides none for more than 12 hours), so there is nothing left to keep.
    this.letGo(failures.filter(({ error }) => !error.isRetryable).map(({ message }) => message));
    this.options.onFailure(failures);
  }
}
