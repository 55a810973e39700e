import type { ConsumerListener, MessageAction } from "./consumer-listener.js";
import { deleteMessages } from "./delete-messages.js";
import { messageWeight } from "./message-weight.js";
import type { ReceivedMessage } from "./received-message.js";
import type { MessageFailure, SqsQueue } from "./sqs-queue.js";
import { VisibilityKeeper } from "./visibility-keeper.js";

/** A message that was not handled is hidden for so long on its first receive, twice as long on each further one. */
const FIRST_RETRY_SECONDS = 5;
const MAX_RETRY_SECONDS = 900;

/** The messages that this consumer has received: hidden from others until they are deleted or given back. */
export class HeldMessages {
  private readonly keeper: VisibilityKeeper;
  private deletion = Promise.resolve();

  constructor(
    private readonly queue: SqsQueue,
    private readonly listener: ConsumerListener,
    options: { visibilitySeconds: number; heartbeatSeconds: number },
  ) {
    const onFailure = (failures: MessageFailure[]) => this.onFailures("extend", failures);
    this.keeper = new VisibilityKeeper(queue, { ...options, onFailure });
  }

  startHeartbeat(): void {
    this.keeper.start();
  }

  stopHeartbeat(): void {
    this.keeper.stop();
  }

  add(messages: readonly ReceivedMessage[]): void {
    if (messages.length === 0) {
      return;
    }
    this.keeper.hold(messages);
    const bytes = messages.reduce((sum, message) => sum + messageWeight(message), 0);
    this.listener.onReceived?.({ queueUrl: this.queue.url, messages: messages.length, bytes });
  }

  /** Deletes in the background, one batch after the other; resolves when the batch before is done. */
  async delete(messages: readonly ReceivedMessage[], aborting: AbortSignal): Promise<void> {
    const before = this.deletion;
    this.deletion = before.then(() => this.deleteNow(messages, aborting));
    await before;
  }

  /** Resolves when everything is deleted that was to be. */
  async deleted(): Promise<void> {
    await this.deletion;
  }

  /** Lets messages come again, each the later the more often it already came. */
  async postpone(messages: readonly ReceivedMessage[]): Promise<void> {
    for (const [seconds, group] of Map.groupBy(messages, retrySeconds)) {
      await this.release(group, seconds);
    }
  }

  /** Gives messages back at once. */
  async giveBack(messages: readonly ReceivedMessage[]): Promise<void> {
    await this.release(messages, 0);
  }

  /** Gives everything back that is still held. */
  async giveBackAll(): Promise<void> {
    await this.giveBack(this.keeper.held);
  }

  private async release(messages: readonly ReceivedMessage[], seconds: number): Promise<void> {
    this.keeper.letGo(messages);
    this.onFailures("release", await this.queue.changeVisibility(messages, seconds));
  }

  private async deleteNow(messages: readonly ReceivedMessage[], aborting: AbortSignal): Promise<void> {
    const failures = await deleteMessages(this.queue, messages, aborting);
    this.keeper.letGo(messages);
    this.onFailures("delete", failures);
    const deleted = messages.length - failures.length;
    if (deleted > 0) {
      this.listener.onDeleted?.({ queueUrl: this.queue.url, messages: deleted });
    }
  }

  private onFailures(action: MessageAction, failures: MessageFailure[]): void {
    const { url: queueUrl } = this.queue;
    for (const group of Map.groupBy(failures, ({ error }) => error.code).values()) {
      const [{ error }] = group as [MessageFailure, ...MessageFailure[]];
      const ids = group.map(({ message }) => message.id);
      this.listener.onMessagesFailed?.({ queueUrl, action, messages: ids.length, error: error.about(ids) });
    }
  }
}

function retrySeconds({ receiveCount }: ReceivedMessage): number {
  return Math.min(MAX_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** (receiveCount - 1));
}
