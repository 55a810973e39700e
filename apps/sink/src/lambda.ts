import "reflect-metadata";
import { ConfigurationError } from "@binnacle/errors";
import { readEnvironment } from "@binnacle/platform";
import { createHandler } from "./lambda/create-handler.js";
import { LambdaEnvironment } from "./lambda/lambda-environment.js";
import { readReadingSettings } from "./reading-settings.js";

/** What AWS Lambda calls: `lambda.handler`. Kept from one invocation to the next, with its connections. */
export const { handle: handler } = await sayingFaults(async () => {
  const environment = readEnvironment(LambdaEnvironment, process.env);
  return createHandler(environment, await readReadingSettings(environment.BINNACLE_CONFIG));
});

/** A fault ends the initialization, and with it the invocation; the log tells it as plainly as the worker does. */
async function sayingFaults<T>(initialize: () => Promise<T>): Promise<T> {
  try {
    return await initialize();
  } catch (error) {
    if (error instanceof ConfigurationError) for (const fault of error.faults) process.stderr.write(`${fault}\n`);
    throw error;
  }
}
