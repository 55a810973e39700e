import { ConfigurationError } from "@binnacle/errors";
import { retentionOf } from "@binnacle/housekeeping";
import { PayloadStore, SnsPublisher } from "@binnacle/messaging";
import {
  originOf,
  readCatalogConfiguration,
  watchPools,
  type App,
  type AppContext,
  type RunningApp,
} from "@binnacle/platform";
import {
  createDataSource,
  limitTime,
  listPendingMigrations,
  openDatabase,
  poolUse,
  PostgresCatalogPreview,
  tracedDatabase,
  type Database,
} from "@binnacle/store";
import type { NestFastifyApplication } from "@nestjs/platform-fastify";
import type { AddressInfo } from "node:net";
import { createAuthenticator } from "./auth/create-authenticator.js";
import { openCalculations } from "./calculations/open-calculations.js";
import { readHousekeepingPolicy } from "./housekeeping/read-housekeeping-policy.js";
import { createServer } from "./http/server.js";
import { findUi } from "./http/ui/find-ui.js";
import { checkEnvironment, ProviderEnvironment } from "./provider-environment.js";
import { ProviderModule } from "./provider.module.js";

const POOL_SIZE = 8;
const STATEMENT_TIMEOUT_MS = 15_000;
const EXPENSIVE_POOL_SIZE = 4;
const EXPENSIVE_QUERY_TIMEOUT_MS = 2_000;
/** A client waits for the answer, so publishing gives up long before a collector's would. */
const PUBLISH_RETRY_MS = 8_000;

export const PROVIDER_APP: App<ProviderEnvironment> = {
  name: "provider",
  description: "serves the catalog over HTTP, and the intake",
  packageFile: new URL("../package.json", import.meta.url),
  environment: ProviderEnvironment,
  start: startProvider,
};

/** Starts the provider; it listens once this resolves, whether the database answers yet or not. */
export async function startProvider(context: AppContext<ProviderEnvironment>): Promise<RunningApp> {
  const { environment, logger, health } = context;
  checkEnvironment(environment);
  const { fields, readingTypes } = await readCatalogConfiguration(environment.BINNACLE_CONFIG);
  const authenticator = await createAuthenticator(environment, logger);
  const reads = {
    url: environment.DATABASE_URL,
    applicationName: "binnacle-provider",
    poolSize: POOL_SIZE,
    statementTimeout: STATEMENT_TIMEOUT_MS,
  };
  const dataSource = createDataSource(reads);
  // A setting of the connection, so those are others.
  const planningOnce = createDataSource({ ...reads, plansOnce: true });
  const database = tracedDatabase(openDatabase(dataSource, planningOnce));
  // Connections of their own, so that slow queries hold up nobody else.
  const expensive = createDataSource({
    url: environment.DATABASE_URL,
    applicationName: "binnacle-provider-search",
    poolSize: EXPENSIVE_POOL_SIZE,
  });
  watchPools(context.metrics, {
    reads: () => poolUse(dataSource),
    planned: () => poolUse(planningOnce),
    searches: () => poolUse(expensive),
  });
  const payloads = environment.BINNACLE_PAYLOAD_BUCKET
    ? new PayloadStore({ bucket: environment.BINNACLE_PAYLOAD_BUCKET })
    : undefined;
  const publisher = new SnsPublisher({
    topicArn: environment.BINNACLE_TOPIC_ARN,
    retryForMs: PUBLISH_RETRY_MS,
    // A request is flushed as soon as it is read.
    lingerMs: 5,
    logger,
    ...(payloads && { payloads }),
  });
  health.addReadinessCheck("database", () => requireMigrated(database));

  const timeLimit = limitTime(expensive, EXPENSIVE_QUERY_TIMEOUT_MS);
  const historyTypes = new Set([...readingTypes].flatMap(([type, { keepHistory }]) => (keepHistory ? [type] : [])));
  const housekeeping = await readHousekeepingPolicy(environment.BINNACLE_CONFIG);
  const retention = retentionOf(housekeeping);
  const calculations = await openCalculations(environment, housekeeping);
  const preview = new PostgresCatalogPreview(dataSource);
  const resources = { database, preview, publisher, timeLimit, fields, historyTypes, retention, calculations };
  const module = ProviderModule.forApp(context, resources);
  const server = await createServer(module, { ...context, authenticator }, findUi(), environment.BINNACLE_VIEWS);
  context.announce(await listen(server, environment));
  return {
    close: async () => {
      authenticator?.close();
      await server.close();
      await publisher.close();
      await payloads?.close();
      await calculations.close();
      for (const opened of [dataSource, planningOnce, expensive]) if (opened.isInitialized) await opened.destroy();
    },
  };
}

async function listen(server: NestFastifyApplication, { HOST, PORT }: ProviderEnvironment): Promise<string> {
  try {
    await server.listen(PORT, HOST);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConfigurationError([`PORT: cannot listen on ${HOST} port ${PORT} (${code})`], { cause });
  }
  return originOf(server.getHttpServer().address() as AddressInfo);
}

async function requireMigrated(database: Database): Promise<void> {
  const pending = await listPendingMigrations(database);
  if (pending.length > 0) throw new Error(`the database lacks ${pending.join(", ")}`);
}
