import { NestLogger, type AppContext, type RunningApp } from "@binnacle/platform";
import { NestFactory } from "@nestjs/core";
import { readReadingSettings } from "./reading-settings.js";
import type { SinkEnvironment } from "./sink-environment.js";
import { SinkModule } from "./sink.module.js";

export async function startSink(context: AppContext<SinkEnvironment>): Promise<RunningApp> {
  const readings = await readReadingSettings(context.environment.BINNACLE_CONFIG);
  return NestFactory.createApplicationContext(SinkModule.forApp(context, readings), {
    logger: new NestLogger(context.logger),
    abortOnError: false,
  });
}
