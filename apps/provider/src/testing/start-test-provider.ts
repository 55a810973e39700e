import { createLogger, Health, Metrics, type RunningApp } from "@binnacle/platform";
import { startProvider } from "../provider-app.js";
import { ProviderEnvironment } from "../provider-environment.js";
import { watchAnswers } from "./watch-answers.js";

export interface TestProvider extends RunningApp {
  origin: string;
  metrics: Metrics;
  /** `GET /api/v1/resources/:id` */
  routes: ReadonlySet<string>;
}

/** Starts the whole provider on a free port, in this process. Closing it fails where an answer was not as it is documented. */
export async function startTestProvider(environment: Partial<ProviderEnvironment>): Promise<TestProvider> {
  const metrics = new Metrics("provider");
  const health = new Health({ name: "provider", version: "0.0.0" }, metrics);
  const { promise: listening, resolve } = Promise.withResolvers<string>();
  const [app, answers] = await watchAnswers(() =>
    startProvider({
      name: "provider",
      version: "0.0.0",
      environment: Object.assign(new ProviderEnvironment(), { PORT: 0, ...environment }),
      flags: {},
      logger: createLogger({ name: "provider", level: "silent" }),
      metrics,
      health,
      signal: new AbortController().signal,
      announce: resolve,
    }),
  );
  health.started();
  return {
    ...app,
    close: async () => {
      await app.close();
      await answers.check();
    },
    origin: await listening,
    metrics,
    routes: answers.routes,
  };
}
