import { NestLogger, type RunningApp } from "@binnacle/platform";
import { NestFactory } from "@nestjs/core";
import { printCandidates } from "./dry-run/print-candidates.js";
import type { DryRunContext, HousekeeperContext } from "./housekeeper-flags.js";
import { HousekeeperLife } from "./housekeeper-life.js";
import { HousekeeperModule } from "./housekeeper.module.js";
import { readHousekeeping } from "./read-housekeeping.js";

/** Starts the housekeeper as its configuration says. */
export async function startHousekeeper(context: HousekeeperContext): Promise<RunningApp> {
  const { environment, flags, logger } = context;
  const policy = await readHousekeeping(environment.BINNACLE_CONFIG);
  const app = await NestFactory.createApplicationContext(HousekeeperModule.forApp(context, policy), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const { worker } = app.get(HousekeeperLife);
  if (flags.once === true) return { close: () => app.close(), finished: worker.runOnce() };
  worker.start();
  return app;
}

/** Prints what would go now. */
export async function startDryRun({ environment, flags }: DryRunContext): Promise<RunningApp> {
  const policy = await readHousekeeping(environment.BINNACLE_CONFIG);
  const finished = printCandidates(policy, environment.DATABASE_URL, flags.ndjson === true ? "ndjson" : "table");
  return { close: async () => undefined, finished };
}
