import { cutBatches, type ReceivedMessage } from "@binnacle/messaging";
import type { Logger } from "@binnacle/platform";
import type { BatchHandler } from "../batch-handler.js";
import type { DatabaseGate } from "../database-gate.js";

/** Handles the messages of one invocation. Nothing can be held here: what cannot be stored now has to come again. */
export class InvocationWorker {
  constructor(
    private readonly handler: BatchHandler,
    private readonly gate: DatabaseGate,
    private readonly logger: Logger,
  ) {}

  /** Returns the messages that are not stored. */
  async work(messages: readonly ReceivedMessage[]): Promise<ReceivedMessage[]> {
    // A connection may have died while the environment was frozen: the first question finds out, the second is answered by a new one.
    if (!(await this.isOpen()) && !(await this.isOpen())) return [...messages];
    const failed: ReceivedMessage[] = [];
    for (const batch of cutBatches(messages)) {
      if (!(await this.store(batch))) failed.push(...(batch.length > 1 ? await this.storeSingly(batch) : batch));
    }
    return failed;
  }

  /** One message may be what makes its batch fail; the others shall not come again for it. */
  private async storeSingly(batch: readonly ReceivedMessage[]): Promise<ReceivedMessage[]> {
    const failed: ReceivedMessage[] = [];
    for (const [index, message] of batch.entries()) {
      // An outage is nobody's fault, and every connection that is refused takes its time.
      if (!(await this.isOpen())) return [...failed, ...batch.slice(index)];
      if (!(await this.store([message]))) failed.push(message);
    }
    return failed;
  }

  private async store(batch: readonly ReceivedMessage[]): Promise<boolean> {
    try {
      await this.handler.handle(batch);
      return true;
    } catch (err) {
      this.logger.error({ err, messages: batch.map(({ id }) => id) }, "could not store a batch");
      return false;
    }
  }

  private async isOpen(): Promise<boolean> {
    try {
      await this.gate.open();
      return true;
    } catch {
      return false;
    }
  }
}
