import { Injectable, type OnModuleDestroy } from "@nestjs/common";
import type { HousekeeperWorker } from "./housekeeper-worker.js";

/** Ties the worker to the life of the process: it stops before the connections close. */
@Injectable()
export class HousekeeperLife implements OnModuleDestroy {
  constructor(
    readonly worker: HousekeeperWorker,
    private readonly disconnect: () => Promise<void>,
  ) {}

  async onModuleDestroy(): Promise<void> {
    await this.worker.stop();
    await this.disconnect();
  }
}
