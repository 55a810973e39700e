import {
  createLogger,
  Health,
  Metrics,
  type AppContext,
  type LoggerOptions,
  type RunningApp,
} from "@binnacle/platform";
import { startProvider } from "../provider-app.js";
import { ProviderEnvironment } from "../provider-environment.js";
import { watchAnswers } from "./watch-answers.js";

export interface TestProvider extends RunningApp {
  origin: string;
  metrics: Metrics;
  /** `GET /api/v1/resources/:id` */
  routes: ReadonlySet<string>;
}

/**
 * Starts the whole provider on a free port, in this process. Closing it fails where an answer was not as it is documented. It logs
 * nothing, unless it is said how.
 */
export async function startTestProvider(
  environment: Partial<ProviderEnvironment>,
  log: Partial<LoggerOptions> = {},
): Promise<TestProvider> {
  const { promise: listening, resolve } = Promise.withResolvers<string>();
  const context = createTestContext(environment, log);
  const [app, answers] = await watchAnswers(() => startProvider({ ...context, announce: resolve }));
  context.health.started();
  return {
    ...app,
    close: async () => {
      await app.close();
      await answers.check();
    },
    origin: await listening,
    metrics: context.metrics,
    routes: answers.routes,
  };
}

/** What `runApp` would hand to the provider. */
export function createTestContext(
  environment: Partial<ProviderEnvironment>,
  log: Partial<LoggerOptions> = {},
): AppContext<ProviderEnvironment> {
  const metrics = new Metrics("provider");
  return {
    name: "provider",
    version: "0.0.0",
    environment: Object.assign(new ProviderEnvironment(), { PORT: 0, ...environment }),
    flags: {},
    logger: createLogger({ name: "provider", level: "silent", ...log }),
    metrics,
    health: new Health({ name: "provider", version: "0.0.0" }, metrics),
    signal: new AbortController().signal,
    announce: () => undefined,
  };
}
