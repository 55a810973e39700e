import { NestLogger, type AppContext, type RunningApp } from "@binnacle/platform";
import { NestFactory } from "@nestjs/core";
import { readKeptHistory } from "./kept-history.js";
import type { SinkEnvironment } from "./sink-environment.js";
import { SinkModule } from "./sink.module.js";

export async function startSink(context: AppContext<SinkEnvironment>): Promise<RunningApp> {
  const keepHistory = await readKeptHistory(context.environment.BINNACLE_CONFIG);
  return NestFactory.createApplicationContext(SinkModule.forApp(context, keepHistory), {
    logger: new NestLogger(context.logger),
    abortOnError: false,
  });
}
