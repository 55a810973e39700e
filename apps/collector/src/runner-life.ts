import { CollectorRunner, type Publisher } from "@binnacle/collector";
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationShutdown } from "@nestjs/common";

/** Injection token of the `Publisher`. */
export const PUBLISHER = Symbol("Publisher");

/** How long the runs that are going get to report; the rest of the process's time to close is for sending. */
const STOP_MS = 5_000;

/** Ends the runner and then the publisher with the application: what the last runs found is still sent. */
@Injectable()
export class RunnerLife implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly runner: CollectorRunner,
    @Inject(PUBLISHER) private readonly publisher: Publisher,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.runner.stop(STOP_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.publisher.close();
  }
}
