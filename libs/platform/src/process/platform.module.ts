import { type DynamicModule, Module } from "@nestjs/common";
import { HealthController } from "../health/health.controller.js";
import { Health } from "../health/health.js";
import { Metrics } from "../metrics/metrics.js";
import type { AppContext } from "./run-app.js";

/** Injection token of the process's `Logger`: `@Inject(LOGGER) private readonly logger: Logger`. */
export const LOGGER = Symbol("Logger");

/** Makes what `runApp` prepared injectable everywhere: `LOGGER`, `Health`, `Metrics`, and the environment by its class. */
@Module({})
export class PlatformModule {
  static forApp<E extends object>(context: AppContext<E>): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      providers: [
        { provide: LOGGER, useValue: context.logger },
        { provide: Health, useValue: context.health },
        { provide: Metrics, useValue: context.metrics },
        { provide: context.environment.constructor, useValue: context.environment },
      ],
      exports: [LOGGER, Health, Metrics, context.environment.constructor],
    };
  }
}

/** The health paths for a Nest HTTP application; needs `PlatformModule`. */
@Module({ controllers: [HealthController] })
export class HealthModule {}
