import { NestLogger, type AppContext, type RunningApp } from "@binnacle/platform";
import { NestFactory } from "@nestjs/core";
import type { SinkEnvironment } from "./sink-environment.js";
import { SinkModule } from "./sink.module.js";

export function startSink(context: AppContext<SinkEnvironment>): Promise<RunningApp> {
  return NestFactory.createApplicationContext(SinkModule.forApp(context), {
    logger: new NestLogger(context.logger),
    abortOnError: false,
  });
}
