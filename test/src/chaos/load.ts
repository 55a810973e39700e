import { setTimeout as sleep } from "node:timers/promises";
import { TransientError } from "@binnacle/errors";
import type { SnsPublisher } from "@binnacle/messaging";
import type { ChaosQueue } from "./chaos-queue.js";
import type { OutgoingMessage, Workload } from "./workload.js";

/** A backlog that keeps all sinks busy, and is soon worked off. */
const BACKLOG = 40;

/** Publishes round after round to SNS while faults are injected. */
export class Load {
  private running: Promise<void> | undefined;
  private isStopping = false;

  constructor(
    private readonly workload: Workload,
    private readonly publisher: SnsPublisher,
    private readonly queue: ChaosQueue,
  ) {}

  start(): void {
    this.isStopping = false;
    this.running = this.run();
    // Raised where it is awaited.
    this.running.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  async publishRound(): Promise<void> {
    await Promise.all(this.workload.nextRound().map((message) => this.publish(message)));
  }

  /** Of a fault that needs a message of its own. */
  publishAgain(message: OutgoingMessage): Promise<void> {
    return this.publish(message);
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      const { visible } = await this.queue.depth();
      if (visible < BACKLOG) await this.publishRound();
      else await sleep(50);
    }
  }

  /** The way to SNS has faults, too. Whoever is not answered publishes again. */
  private async publish({ text, attributes }: OutgoingMessage): Promise<void> {
    for (;;) {
      try {
        await this.publisher.publishMessage(text, attributes);
        return;
      } catch (error) {
        if (!(error instanceof TransientError)) throw error;
        await sleep(100);
      }
    }
  }
}
