import type { SqsConsumer } from "@binnacle/messaging";
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from "@nestjs/common";

/** Ties the consumer to the life of the process: it stops, and finishes its batch, before the connections close. */
@Injectable()
export class QueueWorker implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly consumer: SqsConsumer,
    private readonly disconnect: () => Promise<void>,
  ) {}

  onApplicationBootstrap(): void {
    this.consumer.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.consumer.stop();
    await this.disconnect();
  }
}
