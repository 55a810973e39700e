import type { Writable } from "node:stream";
import { CollectorRunner, NdjsonPublisher, type Publisher, type Logger as RunLogger } from "@binnacle/collector";
import { PayloadStore, SnsPublisher } from "@binnacle/messaging";
import { LOGGER, type Logger, Metrics, PlatformModule } from "@binnacle/platform";
import { type DynamicModule, Module } from "@nestjs/common";
import { CollectorEnvironment } from "./collector-environment.js";
import type { CollectorContext } from "./collector-context.js";
import { ReceiverMetrics } from "./receiving/receiver-metrics.js";
import { Receivers } from "./receiving/receivers.js";
import { RunMetrics } from "./run-metrics.js";
import { PUBLISHER, RunnerLife } from "./runner-life.js";

/** Where a dry run prints its records, and where it says how it went. */
export interface DryRunOutput {
  records: Writable;
  logger: RunLogger;
}

/** A runner, and where its records go. */
@Module({})
export class CollectorModule {
  static forPublishing(context: CollectorContext): DynamicModule {
    return {
      module: CollectorModule,
      imports: [PlatformModule.forApp(context)],
      providers: [
        RunnerLife,
        { provide: PUBLISHER, useFactory: createPublisher, inject: [CollectorEnvironment, LOGGER] },
        {
          provide: Receivers,
          useFactory: (publisher: Publisher, logger: Logger, metrics: Metrics) =>
            new Receivers({ publisher, logger, metrics: new ReceiverMetrics(metrics) }),
          inject: [PUBLISHER, LOGGER, Metrics],
        },
        {
          provide: CollectorRunner,
          useFactory: (publisher: Publisher, logger: Logger, metrics: Metrics) =>
            new CollectorRunner({ publisher, logger, listener: new RunMetrics(metrics) }),
          inject: [PUBLISHER, LOGGER, Metrics],
        },
      ],
    };
  }

  /** Prints the records instead; the catalog does not hear of the runs either. */
  static forDryRun(context: CollectorContext, { records, logger }: DryRunOutput): DynamicModule {
    const publisher = new NdjsonPublisher(records);
    return {
      module: CollectorModule,
      imports: [PlatformModule.forApp(context)],
      providers: [
        RunnerLife,
        { provide: PUBLISHER, useValue: publisher },
        {
          provide: CollectorRunner,
          useValue: new CollectorRunner({ publisher, logger, announce: false }),
        },
      ],
    };
  }
}

function createPublisher(environment: CollectorEnvironment, logger: Logger): Publisher {
  const { BINNACLE_TOPIC_ARN: topicArn, BINNACLE_PAYLOAD_BUCKET: bucket } = environment;
  return new SnsPublisher({
    topicArn,
    logger,
    ...(bucket === undefined ? {} : { payloads: new PayloadStore({ bucket }) }),
  });
}
